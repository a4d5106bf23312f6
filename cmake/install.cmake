# Installs the program, the libraries with their headers, and a package file for find_package(hazone).
include(CMakePackageConfigHelpers)

install(TARGETS hazone RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS hazone_flags hazone_engine hazone_models hazone_io EXPORT hazone-targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(room engine models io)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room}
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hazone
        FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(EXPORT hazone-targets NAMESPACE hazone:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hazone)
configure_package_config_file(cmake/hazone-config.cmake.in
    ${PROJECT_BINARY_DIR}/hazone-config.cmake
    INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hazone)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hazone-config-version.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/hazone-config.cmake
    ${PROJECT_BINARY_DIR}/hazone-config-version.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hazone)
