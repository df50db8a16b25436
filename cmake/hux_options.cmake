# What every target of ours is compiled with. Contraction off and AVX2 with FMA as a baseline: the same bits on every
# machine, and fused multiply-adds only where the source says so.
add_library(hux_options INTERFACE)
target_compile_features(hux_options INTERFACE cxx_std_20)
target_include_directories(hux_options SYSTEM INTERFACE ${HUX_RANDOM123})
target_compile_options(hux_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                       -ffp-contract=off -march=x86-64-v3 -mtune=generic
                       # In a library others load, functions call each other as in a program: nobody replaces one.
                       -fno-semantic-interposition
                       # GCC 12 raises false alarms on std::string (its bug 105651), GCC 13 and 14 on what is a part
                       # of one argument and not of the temporary beside it (its bug 107532).
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-dangling-reference>)
# Of Random123 we take Philox, which needs none of the intrinsics that its headers bring along: a third of what most files
# would have to parse.
add_compile_definitions(R123_USE_SSE=0)
if(CMAKE_UNITY_BUILD)
  # What is local in one file may have a name that another has for its own.
  target_compile_options(hux_options INTERFACE -Wno-shadow)
endif()
if(HUX_SANITIZE)
  target_compile_options(hux_options INTERFACE -fsanitize=${HUX_SANITIZE} -fno-sanitize-recover=all
                         -fno-omit-frame-pointer
                         # What these find is found as a wrong address, at half of the build time.
                         -fno-sanitize=null,alignment,object-size
                         # GCC's warning of uninitialised variables is not reliable under sanitizers.
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(hux_options INTERFACE -fsanitize=${HUX_SANITIZE})
endif()

# GCC keeps the neuron equations' registers better with its first scheduling pass (8.3 to 6.4 ns a neuron-step), and if it
# does not take constants into registers only to spill them (by 4 to 7 % less for rk4).
set(hux_scheduling -fschedule-insns -fsched-pressure -fno-gcse)

# From its version 12 on GCC copies packs in pieces unless it is told how wide a move may be.
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag("-mmove-max=256 -mstore-max=256" HUX_HAS_MOVE_MAX)
# The options that say so, for hardware vectors of so many bits.
function(hux_whole_moves bits result)
  if(HUX_HAS_MOVE_MAX)
    set(${result} -mmove-max=${bits} -mstore-max=${bits} PARENT_SCOPE)
  else()
    set(${result} "" PARENT_SCOPE)
  endif()
endfunction()

function(hux_schedule_instructions)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND NOT HUX_SANITIZE)
    list(FILTER ARGN INCLUDE REGEX "/src/cpu/")
    hux_whole_moves(256 moves)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "${hux_scheduling};${moves}")
  endif()
endfunction()

# Neuron updates under a sanitizer: with checks of the scope of each of those registers they would take most of the build;
# what leaves an array is found.
function(hux_sanitize_updates)
  if(HUX_SANITIZE)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -fno-sanitize-address-use-after-scope)
  endif()
endfunction()

# With CMAKE_UNITY_BUILD the files of a folder are compiled as one, as what they include takes longer to parse than they
# take to compile; but those with options of their own. Without, each file shows that it includes all it needs.
function(hux_unite_folders target)
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "^${PROJECT_SOURCE_DIR}/src/")
  foreach(source IN LISTS sources)
    file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR}/src ${source})
    get_filename_component(folder ${path} DIRECTORY)
    string(MAKE_C_IDENTIFIER ${folder} group)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()

# Neuron updates that only machines with AVX-512 run; chosen when a simulation begins (src/cpu/kernel_table.cpp). They
# are optimised in every build: inline functions that were not inlined could replace those of the baseline.
function(hux_compile_for_avx512)
  set(options -march=x86-64-v4 $<$<CONFIG:Debug>:-O2>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # The warnings are false alarms about AVX-512's intrinsics (GCC's bug 105593).
    hux_whole_moves(512 moves)
    list(APPEND options ${hux_scheduling} ${moves} -Wno-uninitialized -Wno-maybe-uninitialized)
  endif()
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "${options}")
endfunction()
