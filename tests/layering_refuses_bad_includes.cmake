# Runs layering.cmake on small made trees: one that is right, and one for each way to break it.
# Run: cmake -DLAYERING=tests/layering.cmake -DWORK=DIR -P tests/layering_refuses_bad_includes.cmake

# check(NAME EXPECTED FILE LINE): a tree with the one line in the one file passes, or is refused
# with the file and the line in the message.
function(check name expected file line)
    set(tree ${WORK}/${name})
    file(REMOVE_RECURSE ${tree})
    file(WRITE ${tree}/${file} "${line}\n")
    execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${tree} -P ${LAYERING}
                    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(expected STREQUAL "passes" AND NOT status EQUAL 0)
        message(FATAL_ERROR "${name}: refused a good tree:\n${output}")
    endif()
    if(expected STREQUAL "refused")
        string(FIND "${output}" "${line}" found_line)
        string(FIND "${output}" "${file}" found_file)
        if(status EQUAL 0 OR found_line EQUAL -1 OR found_file EQUAL -1)
            message(FATAL_ERROR "${name}: '${line}' in ${file} was not refused by name:\n${output}")
        endif()
    endif()
endfunction()

check(model_on_engine passes models/a/b.cpp "#include \"engine/core/grid.hpp\"")
check(scenario_on_all passes scenarios/a.cpp "#include \"io/read/read.hpp\"")
check(io_on_gdal passes io/a.cpp "#include <gdal_priv.h>")
check(engine_on_models refused engine/a.hpp "#include \"models/catalogue.hpp\"")
check(engine_on_gdal refused engine/core/a.cpp "#include <gdal_priv.h>")
check(model_on_io refused models/a/b.cpp "#include \"io/read/read.hpp\"")
check(model_on_hdf5 refused models/b.hpp "#include <hdf5.h>")
check(io_on_models refused io/a.cpp "#  include <models/catalogue.hpp>")
check(io_on_tests refused io/b.cpp "#include \"tests/support/thread_check.hpp\"")
check(scenario_on_bench refused scenarios/a.cpp "#include \"bench/timer.hpp\"")

file(REMOVE_RECURSE ${WORK}/empty)
file(MAKE_DIRECTORY ${WORK}/empty)
execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${WORK}/empty -P ${LAYERING}
                RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
if(status EQUAL 0)
    message(FATAL_ERROR "an empty tree passes: the check looked at nothing")
endif()
