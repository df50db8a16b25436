# The libraries of others. A hux that stands alone needs none of them where it runs: it has their headers compiled in, and
# the static HDF5 that HDF5_ROOT names, which scripts/static_hdf5.sh makes.
option(HUX_STANDALONE "Need no libraries on the machine that runs it but those of C and C++; takes a static HDF5" OFF)

find_package(Threads REQUIRED)
set(HDF5_USE_STATIC_LIBRARIES ${HUX_STANDALONE})
find_package(HDF5 REQUIRED COMPONENTS C)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tomlplusplus REQUIRED)
find_path(HUX_RANDOM123 Random123/philox.h REQUIRED DOC "Folder that holds the folder Random123")

if(HUX_STANDALONE)
  # What a static HDF5 leaves to whoever links it.
  find_library(HUX_STATIC_ZLIB libz.a REQUIRED DOC "Static zlib, for a hux that stands alone")
  set_property(TARGET HDF5::HDF5 APPEND PROPERTY INTERFACE_LINK_LIBRARIES ${HUX_STATIC_ZLIB} Threads::Threads
                                                 ${CMAKE_DL_LIBS} m)
  find_package(fmt REQUIRED)
  # As it comes it links the library of fmt.
  set_target_properties(spdlog::spdlog_header_only PROPERTIES INTERFACE_LINK_LIBRARIES
                                                              "Threads::Threads;fmt::fmt-header-only")
  set(hux_spdlog spdlog::spdlog_header_only)
  add_library(tomlplusplus_header_only INTERFACE IMPORTED)
  target_compile_definitions(tomlplusplus_header_only INTERFACE TOML_HEADER_ONLY=1)
  target_include_directories(tomlplusplus_header_only INTERFACE
                             $<TARGET_PROPERTY:tomlplusplus::tomlplusplus,INTERFACE_INCLUDE_DIRECTORIES>)
  set(hux_tomlplusplus $<BUILD_INTERFACE:tomlplusplus_header_only>)
else()
  set(hux_spdlog spdlog::spdlog)
  set(hux_tomlplusplus tomlplusplus::tomlplusplus)
endif()
