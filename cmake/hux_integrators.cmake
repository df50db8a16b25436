# Neuron updates are compiled once for each integrator and precision, in parallel, from one template of each backend.
# Names end in the suffix, if one is given; the template may use what is set where this is called.
function(hux_integrator_sources template result)
  set(suffix ${ARGN})
  string(REPLACE "_instance" "" stem ${template})
  string(REGEX REPLACE "[.]in$" "" stem ${stem})
  set(instances)
  foreach(integrator rk4 euler exponential_euler crank_nicolson)
    foreach(real float double)
      string(REGEX REPLACE "([.][a-z]+)$" "_${integrator}_${real}${suffix}\\1" instance ${stem})
      configure_file(${PROJECT_SOURCE_DIR}/${template} ${PROJECT_BINARY_DIR}/${instance} @ONLY)
      list(APPEND instances ${PROJECT_BINARY_DIR}/${instance})
    endforeach()
  endforeach()
  set(${result} ${instances} PARENT_SCOPE)
endfunction()

# The interpreter of rows, which serves all integrators. The name ends in the suffix, if one is given.
function(hux_row_sources list)
  set(instance ${PROJECT_BINARY_DIR}/src/cpu/row_machine${ARGN}.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/src/cpu/row_machine_instance.cpp.in ${instance} @ONLY)
  set(${list} ${${list}} ${instance} PARENT_SCOPE)
endfunction()
