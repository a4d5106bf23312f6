# Registers of eight lanes (models/landslide/transient/lanes.hpp) are handed over in memory where the
# processor has no AVX-512, and GCC says so of every function. All of a build is compiled for one
# processor, so no caller can be mistaken; the warning would stop a build with -Werror.
file(GLOB lane_sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/models/landslide/transient/*.cpp
    ${PROJECT_SOURCE_DIR}/models/landslide/runout/*.cpp)
set_source_files_properties(${lane_sources}
    TARGET_DIRECTORY hazone_models PROPERTIES COMPILE_OPTIONS -Wno-psabi)
foreach(program IN ITEMS models_transient_test models_runout_test models_runout_slopes_test hazone_bench)
    if(TARGET ${program})
        target_compile_options(${program} PRIVATE -Wno-psabi)
    endif()
endforeach()
