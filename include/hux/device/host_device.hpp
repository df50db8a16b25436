#pragma once

/// Functions of the equations are compiled for the CPU and, by nvcc, for the GPU; they are always inlined, so that
/// the compiler keeps a neuron's state in registers.
#ifdef __CUDACC__
#define HUX_FN __host__ __device__ __forceinline__
#else
#define HUX_FN __attribute__((always_inline)) inline
#endif
