#pragma once
#include <stdbool.h>

#include "hrs_cpu.h"

/// One term of an exchange unit's sum: an activation at the resolution of its source, or coarser than the
/// destination by `1 << shift`, brought up by nearest upsampling as it is added.
typedef struct {
  const float *values;  // NHWC: [height >> shift][width >> shift][channels]
  float gain;
  int shift;
} hrs_term;

/// Rows `first` to `last` (exclusive) of the sum over terms of `gain * term`, rectified where that is wanted, NHWC.
/// No terms give zero.
void hrs_fuse(hrs_cpu_level level, const hrs_term *terms, int term_count, int width, int channels, bool relu,
              float *output, int first, int last);
