#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define LANES 8
#define PRODUCT_ROWS 6
#include "hrs_vector.h"

INLINE __m256i lanes_below(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
INLINE vec load_some(const float *from, int count) { return _mm256_maskload_ps(from, lanes_below(count)); }
INLINE void store_some(float *to, vec value, int count) { _mm256_maskstore_ps(to, lanes_below(count), value); }

#include "hrs_loops.h"

#pragma clang attribute pop

const hrs_kernels hrs_kernels_avx2 = KERNELS;
#endif
