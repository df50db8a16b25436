# hux_build_info.hpp defines HUX_VERSION and HUX_GIT_COMMIT. It is looked after at every build, so that the commit is
# the one that is built, and rewritten only when it changes.
set(HUX_BUILD_INFO_DIR ${PROJECT_BINARY_DIR}/build_info)
set(write_build_info ${CMAKE_COMMAND} -DVERSION=${PROJECT_VERSION} -DSOURCE_DIR=${PROJECT_SOURCE_DIR}
    -DOUTPUT=${HUX_BUILD_INFO_DIR}/hux_build_info.hpp -P ${CMAKE_CURRENT_LIST_DIR}/write_build_info.cmake)
execute_process(COMMAND ${write_build_info} COMMAND_ERROR_IS_FATAL ANY)
add_custom_target(hux_build_info_header COMMAND ${write_build_info} BYPRODUCTS ${HUX_BUILD_INFO_DIR}/hux_build_info.hpp
                  COMMENT "" VERBATIM)

add_library(hux_build_info INTERFACE)
target_include_directories(hux_build_info INTERFACE ${HUX_BUILD_INFO_DIR})
add_dependencies(hux_build_info hux_build_info_header)
