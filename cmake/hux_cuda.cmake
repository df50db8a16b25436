# The CUDA side of the house, for GPUs of the listed architectures. nvcc contracts a * b + c unless told not to, and the
# equations are to give the same bits as on the CPU.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 75 80 86 89 90 120 CACHE STRING "Compute capabilities to compile kernels for")
endif()
find_program(nvcc nvcc PATHS /usr/local/cuda/bin)
if(nvcc AND NOT DEFINED CMAKE_CUDA_COMPILER)
  set(CMAKE_CUDA_COMPILER ${nvcc})
endif()
enable_language(CUDA)
# CMake 3.25 does not know the flag of CUDA's C++20.
set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)

file(GLOB kernel_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/kernels/*.cu)
add_library(hux_kernels STATIC ${kernel_sources})
set_target_properties(hux_kernels PROPERTIES CUDA_STANDARD 20)
target_include_directories(hux_kernels PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src
                                              ${PROJECT_SOURCE_DIR}/kernels)
# nvcc rewrites declarations with parentheses that g++ finds unnecessary.
target_compile_options(hux_kernels PRIVATE --fmad=false --expt-relaxed-constexpr -Werror=all-warnings
                                           -Xcompiler=-Wall,-Wextra,-Wshadow,-Wno-parentheses)
