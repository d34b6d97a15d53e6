#pragma once
#include "hrs_cpu.h"

/// Rows `first` to `last` (exclusive) of the means over squares of `side` values a side, NHWC. What is left over on the
/// right and below is not read.
///
/// @param width Of the input; the output has `width / side`.
void hrs_average_pool(hrs_cpu_level level, const float *input, int width, int channels, int side, float *output,
                      int first, int last);

/// Rows `first` to `last` (exclusive) of the maxima over squares of `side` values a side, 2 or 3, that lie two apart, NHWC.
/// Squares of 3 reach one value beyond the border, where nothing is.
///
/// @param height Of the input, as is `width`.
void hrs_max_pool(hrs_cpu_level level, const float *input, int height, int width, int channels, int side,
                  int output_width, float *output, int first, int last);
