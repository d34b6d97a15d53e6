#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx2,fma"))), apply_to = function)

#define LANES 16
#define PRODUCT_ROWS 12
#include "hrs_vector.h"

INLINE __mmask16 lanes_below(int count) { return (__mmask16)((1u << count) - 1); }
INLINE vec load_some(const float *from, int count) { return _mm512_maskz_loadu_ps(lanes_below(count), from); }
INLINE void store_some(float *to, vec value, int count) { _mm512_mask_storeu_ps(to, lanes_below(count), value); }

#include "hrs_loops.h"

#pragma clang attribute pop

const hrs_kernels hrs_kernels_avx512 = KERNELS;
#endif
