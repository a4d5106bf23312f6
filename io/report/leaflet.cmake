# Finds Leaflet, the map library of the web report: sets LEAFLET_SCRIPT, LEAFLET_STYLE,
# LEAFLET_LICENCE and LEAFLET_VERSION. No code of it is kept in this repository. In this order:
#   1. the folder HAZONE_LEAFLET, with leaflet.js, leaflet.css and LICENSE, where it is given;
#   2. the package leaflet 1.9.4 by npm, which must have the SHA-256 below;
#   3. Debian's package libjs-leaflet.
# Without any of them the build stops: a report without its map would be a broken one.
set(leaflet_wanted 1.9.4)
set(leaflet_sha256 84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77)
set(leaflet_folder ${PROJECT_BINARY_DIR}/leaflet)
set(leaflet_archive ${leaflet_folder}/leaflet-${leaflet_wanted}.tgz)
set(HAZONE_LEAFLET "" CACHE PATH "Folder with leaflet.js, leaflet.css and LICENSE")

# True in `result` where the archive is there and is the known one.
function(leaflet_archive_is_good result)
    set(sum "")
    if(EXISTS ${leaflet_archive})
        file(SHA256 ${leaflet_archive} sum)
    endif()
    if(sum STREQUAL leaflet_sha256)
        set(${result} TRUE PARENT_SCOPE)
    else()
        set(${result} FALSE PARENT_SCOPE)
    endif()
endfunction()

function(fetch_leaflet)
    find_program(NPM_PROGRAM npm)
    leaflet_archive_is_good(good)
    if(good OR NOT NPM_PROGRAM)
        return()
    endif()
    file(MAKE_DIRECTORY ${leaflet_folder})
    execute_process(
        COMMAND ${NPM_PROGRAM} pack leaflet@${leaflet_wanted} --prefer-offline
        WORKING_DIRECTORY ${leaflet_folder} TIMEOUT 120
        RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE text)
    leaflet_archive_is_good(good)
    if(NOT good)
        message(STATUS "npm gives no leaflet ${leaflet_wanted} with the known checksum: ${text}")
    endif()
endfunction()

if(HAZONE_LEAFLET)
    set(LEAFLET_SCRIPT ${HAZONE_LEAFLET}/leaflet.js)
    set(LEAFLET_STYLE ${HAZONE_LEAFLET}/leaflet.css)
    set(LEAFLET_LICENCE ${HAZONE_LEAFLET}/LICENSE)
    set(LEAFLET_VERSION "of ${HAZONE_LEAFLET}")
else()
    fetch_leaflet()
    leaflet_archive_is_good(leaflet_good)
    if(leaflet_good)
        file(ARCHIVE_EXTRACT INPUT ${leaflet_archive} DESTINATION ${leaflet_folder}
            PATTERNS package/LICENSE package/dist/leaflet.js package/dist/leaflet.css)
        set(LEAFLET_SCRIPT ${leaflet_folder}/package/dist/leaflet.js)
        set(LEAFLET_STYLE ${leaflet_folder}/package/dist/leaflet.css)
        set(LEAFLET_LICENCE ${leaflet_folder}/package/LICENSE)
        set(LEAFLET_VERSION ${leaflet_wanted})
    else()
        set(LEAFLET_SCRIPT /usr/share/javascript/leaflet/leaflet.min.js)
        set(LEAFLET_STYLE /usr/share/javascript/leaflet/leaflet.css)
        set(LEAFLET_LICENCE /usr/share/doc/libjs-leaflet/copyright)
        set(LEAFLET_VERSION "of Debian")
    endif()
endif()
foreach(file ${LEAFLET_SCRIPT} ${LEAFLET_STYLE} ${LEAFLET_LICENCE})
    if(NOT EXISTS ${file})
        message(FATAL_ERROR
            "The web report needs the map library Leaflet, and ${file} is not there. "
            "Install npm (with access to its registry) or Debian's package libjs-leaflet, or name "
            "a folder which has leaflet.js, leaflet.css and LICENSE: -DHAZONE_LEAFLET=FOLDER.")
    endif()
endforeach()
message(STATUS "Leaflet ${LEAFLET_VERSION}: ${LEAFLET_SCRIPT}")
