// A vector of LANES floats. Included by hrs_loops.h, once for each CPU level, in a file that defines LANES,
// `load_some` and `store_some`.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef int32_t lane_mask __attribute__((vector_size(4 * LANES)));
// As it lies in an activation: channels need not be a multiple of LANES.
typedef float unaligned_vec __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

INLINE vec load(const float *from) { return *(const unaligned_vec *)from; }
INLINE void store(float *to, vec value) { *(unaligned_vec *)to = value; }
INLINE vec splat(float value) { return value - (vec){0}; }

// A NaN stays a NaN, as in PyTorch.
INLINE vec rectified(vec value) { return (vec)((lane_mask)value & ~(lane_mask)(value < (vec){0})); }

// The first `count` lanes from memory, the others zero; and back. Nothing beyond is touched.
INLINE vec load_some(const float *from, int count);
INLINE void store_some(float *to, vec value, int count);
