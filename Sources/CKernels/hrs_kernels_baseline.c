#define LANES 4
#if defined(__aarch64__)
#define PRODUCT_ROWS 12
#else
#define PRODUCT_ROWS 6
#endif
#include "hrs_vector.h"

INLINE vec load_some(const float *from, int count) {
  vec result = {0};
  for (int lane = 0; lane < count; lane++) result[lane] = from[lane];
  return result;
}

INLINE void store_some(float *to, vec value, int count) {
  for (int lane = 0; lane < count; lane++) to[lane] = value[lane];
}

#include "hrs_loops.h"

const hrs_kernels hrs_kernels_baseline = KERNELS;
