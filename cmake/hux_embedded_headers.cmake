# The headers that equations are compiled against while a program runs are part of the library.
file(GLOB_RECURSE embedded CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/hux/device/*.hpp)
foreach(header advance pack pack_input vector_avx2 vector_avx512 views)
  list(APPEND embedded ${PROJECT_SOURCE_DIR}/src/cpu/${header}.hpp)
endforeach()
foreach(header advance device device_cuda gather views)
  list(APPEND embedded ${PROJECT_SOURCE_DIR}/kernels/device/${header}.hpp)
endforeach()
set(embedded_source ${PROJECT_BINARY_DIR}/embedded_headers.cpp)
add_custom_command(
  OUTPUT ${embedded_source}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${embedded_source} "-DFOLDERS=${PROJECT_SOURCE_DIR}/include;${PROJECT_SOURCE_DIR}/src;${PROJECT_SOURCE_DIR}/kernels"
          "-DHEADERS=${embedded}" -P ${CMAKE_CURRENT_LIST_DIR}/embed_headers.cmake
  DEPENDS ${embedded} ${CMAKE_CURRENT_LIST_DIR}/embed_headers.cmake VERBATIM)
add_library(hux_embedded_headers OBJECT ${embedded_source})
target_compile_features(hux_embedded_headers PRIVATE cxx_std_20)
target_include_directories(hux_embedded_headers PRIVATE ${PROJECT_SOURCE_DIR}/src)
set_target_properties(hux_embedded_headers PROPERTIES POSITION_INDEPENDENT_CODE ON)
