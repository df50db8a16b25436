# cmake --install: the command, the library, its headers, and a package that find_package(hux) finds.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hux)
install(TARGETS hux EXPORT hux_targets)
if(BUILD_SHARED_LIBS)
  set_target_properties(hux_command PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endif()
install(TARGETS hux_command)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT hux_targets NAMESPACE hux:: FILE huxTargets.cmake DESTINATION ${package_dir})

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/huxConfig.cmake.in ${PROJECT_BINARY_DIR}/huxConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/huxConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/huxConfig.cmake ${PROJECT_BINARY_DIR}/huxConfigVersion.cmake
        DESTINATION ${package_dir})
