// A loop over steps as the fused kernels have it: receptors in a loop inside, a division with its slow path, a vote.
// report_test.py reads its machine code, small_kernel.sass, which is recorded by
//   nvcc -cubin -arch=sm_80 --fmad=false small_kernel.cu && nvdisasm -c small_kernel.cubin >small_kernel.sass

namespace hux {

struct tiny {};
struct rk4 {};

namespace cuda {

template <class Model, class Integrator, class Real, bool Blocked, bool Own>
__global__ void advance(Real* state, Real coefficient, int steps, int receptors, unsigned* spikes) {
  __shared__ Real x[64];
  x[threadIdx.x] = state[threadIdx.x];
  __syncthreads();
  Real v = 1;
#pragma unroll 1
  do {
    Real input = 0;
    int r = receptors;
#pragma unroll 1
    do {
      input += x[r];
      x[r] *= Real(0.5);
      --r;
    } while (r > 0);
    v = v * input / (v + coefficient);
    if (__ballot_sync(0xffffffffu, v > Real(1)) != 0) spikes[threadIdx.x] = steps;
    --steps;
  } while (steps > 0);
  state[threadIdx.x] = v;
}

template __global__ void advance<tiny, rk4, float, false, false>(float*, float, int, int, unsigned*);

}  // namespace cuda
}  // namespace hux
