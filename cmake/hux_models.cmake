# Hux's own models and synapses are text, src/models/, each in the order in which a user should see them. A tool that is built
# first makes C++ of them; a build for another machine is given one of this machine in HUX_GENERATE.
set(HUX_GENERATE "" CACHE FILEPATH "An existing hux_generate; empty: it is built")
mark_as_advanced(HUX_GENERATE)
set(model_names hodgkin_huxley traub_miles wang_buzsaki connor_stevens pospischil)
set(synapse_names exponential double_exponential alpha exponential_current alpha_current tsodyks_markram nmda graded_gaba
    graded kinetic_ampa kinetic_gaba_a kinetic_gaba_b kinetic_nmda gap saturating_nmda)
set(pages ${model_names} ${synapse_names})
list(TRANSFORM pages PREPEND ${PROJECT_SOURCE_DIR}/src/models/)
list(TRANSFORM pages APPEND .toml)

# What the tool and the library share: the equations, and what reads a page.
file(GLOB page_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/equations/*.cpp ${PROJECT_SOURCE_DIR}/src/equations/text/*.cpp)
list(FILTER page_sources EXCLUDE REGEX "/(compiler|nvrtc|loaded_object|object_cache|scratch_folder)[.]cpp$")
foreach(source experiment/lookup experiment/single_checks io/experiment/experiment_document io/experiment/law_reader
               io/experiment/list_digest io/experiment/listed_elsewhere io/experiment/page_check
               io/experiment/pages io/experiment/table_reader io/text/toml_text support/printable)
  list(APPEND page_sources ${PROJECT_SOURCE_DIR}/src/${source}.cpp)
endforeach()
add_library(hux_page_objects OBJECT ${page_sources})
set_target_properties(hux_page_objects PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_include_directories(hux_page_objects PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(hux_page_objects PUBLIC hux_options ${hux_spdlog} ${hux_tomlplusplus})
hux_unite_folders(hux_page_objects)

if(HUX_GENERATE AND NOT EXISTS ${HUX_GENERATE})
  message(FATAL_ERROR "HUX_GENERATE: there is no ${HUX_GENERATE}; expected a hux_generate that this machine runs")
elseif(HUX_GENERATE)
  set(generator ${HUX_GENERATE})
elseif(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  message(FATAL_ERROR "HUX_GENERATE: expected a hux_generate that this machine runs, as the build is for another")
else()
  add_executable(hux_generate ${PROJECT_SOURCE_DIR}/src/tools/generate.cpp)
  target_link_libraries(hux_generate PRIVATE hux_page_objects)
  set(generator hux_generate)
endif()

set(HUX_MODELS_DIR ${PROJECT_BINARY_DIR}/generated)
list(TRANSFORM model_names PREPEND ${HUX_MODELS_DIR}/models/ OUTPUT_VARIABLE model_headers)
list(TRANSFORM model_headers APPEND .hpp)
list(APPEND model_headers ${HUX_MODELS_DIR}/models/models.hpp)
list(APPEND model_headers ${HUX_MODELS_DIR}/synapses/synapses.hpp)
set(built_in_sources ${HUX_MODELS_DIR}/built_in_models.cpp ${HUX_MODELS_DIR}/built_in_synapses.cpp)
add_custom_command(OUTPUT ${built_in_sources} ${model_headers}
                   COMMAND ${generator} ${HUX_MODELS_DIR} ${pages}
                   DEPENDS ${generator} ${pages} VERBATIM)
# What includes the headers waits for it.
add_custom_target(hux_models DEPENDS ${built_in_sources} ${model_headers})
