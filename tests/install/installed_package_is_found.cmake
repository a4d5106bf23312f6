# Run by CTest; see CMakeLists.txt beside this file.
set(prefix ${WORK}/prefix)
set(consumer_build ${WORK}/consumer)
file(REMOVE_RECURSE ${prefix} ${consumer_build})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE text ERROR_VARIABLE text)
    if(NOT status EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "'${command}' failed:\n${text}")
    endif()
    set(text "${text}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
run(${CMAKE_COMMAND} -G Ninja -S ${CONSUMER} -B ${consumer_build} -DCMAKE_BUILD_TYPE=Debug
    -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${consumer_build})

# A model known to every version, and the fields that it needs.
run(${consumer_build}/list_models)
if(NOT text MATCHES "specific_catchment_area needs contributing_area")
    message(FATAL_ERROR "the consumer does not list the catalogue; it printed:\n${text}")
endif()
run(${prefix}/bin/hazone --help)
