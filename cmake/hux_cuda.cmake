# The backend for GPUs, as objects of the library. Without a GPU at hand it is built for those of the last years: code for
# 8.0 runs on 8.x, code for 9.0 on 9.x, and what is newer compiles it for itself when it first runs.
execute_process(COMMAND nvidia-smi --list-gpus RESULT_VARIABLE no_gpu OUTPUT_VARIABLE gpus ERROR_QUIET)
if(no_gpu OR NOT gpus MATCHES "GPU 0")
  set(HUX_HAS_GPU OFF)
else()
  set(HUX_HAS_GPU ON)
endif()
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  if(HUX_HAS_GPU)
    set(architectures native)
  else()
    set(architectures 80-real 90)
  endif()
  set(CMAKE_CUDA_ARCHITECTURES ${architectures} CACHE STRING "Compute capabilities to compile kernels for, 75 to 120")
endif()
if(NOT DEFINED CMAKE_CUDA_COMPILER)
  set(CMAKE_CUDA_COMPILER ${HUX_NVCC})
endif()
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)
# CMake 3.25 does not know the flag of CUDA's C++20.
set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)

file(GLOB kernel_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/kernels/host/*.cu)
hux_integrator_sources(kernels/host/advance_instance.cu.in kernel_instances)
add_library(hux_cuda_objects OBJECT ${kernel_sources} ${kernel_instances})
set_target_properties(hux_cuda_objects PROPERTIES CUDA_STANDARD 20 POSITION_INDEPENDENT_CODE ON)
target_include_directories(hux_cuda_objects PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src
                                                    ${PROJECT_SOURCE_DIR}/kernels ${HUX_MODELS_DIR})
add_dependencies(hux_cuda_objects hux_models)
# nvcc contracts a * b + c unless told not to, and the equations are to give the same bits as on the CPU. For developers
# a warning is an error, as is a kernel that spills registers. nvcc rewrites declarations with parentheses that g++ finds
# unnecessary.
if(CMAKE_COMPILE_WARNING_AS_ERROR)
  set(hux_cuda_errors -Werror=all-warnings -Xptxas=--warning-as-error)
endif()
target_compile_options(hux_cuda_objects PRIVATE --fmad=false --expt-relaxed-constexpr ${hux_cuda_errors}
                                                -Xptxas=--warn-on-spills
                                                -Xcompiler=-Wall,-Wextra,-Wshadow,-Wno-parentheses,-ffp-contract=off
                                                -Xcompiler=-march=x86-64-v3)
