#pragma once
#include "hrs_cpu.h"

/// Rows `first` to `last` (exclusive) of the means over squares of `side` values a side, NHWC. What is left over on the
/// right and below is not read.
///
/// @param width Of the input; the output has `width / side`.
void hrs_average_pool(hrs_cpu_level level, const float *input, int width, int channels, int side, float *output,
                      int first, int last);
