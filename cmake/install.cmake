# cmake --install: the library, its headers and a package, so that find_package(thimble) gives thimble::thimble.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY THIMBLE_ROOMS)
install(TARGETS thimble ${rooms} EXPORT thimble COMPONENT library)
install(DIRECTORY lib/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/thimble COMPONENT library FILES_MATCHING PATTERN "*.h")

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/thimble)
install(EXPORT thimble NAMESPACE thimble:: FILE thimbleTargets.cmake DESTINATION ${package_dir} COMPONENT library)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/thimbleConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/thimbleConfig.cmake ${PROJECT_BINARY_DIR}/thimbleConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT library)

if(TARGET thimble_cli)
  install(TARGETS thimble_cli COMPONENT program)
endif()
if(TARGET thimble_ui)
  get_target_property(window thimble_ui TYPE)
  if(window STREQUAL EXECUTABLE)
    install(TARGETS thimble_ui COMPONENT program)
  endif()
endif()
