#pragma once
#include "hrs_cpu.h"

// Exponentials differ from the true ones by less than 2e-7 of themselves. NaN stays NaN.

/// A softmax over the channels of each position from `first` to `last` (exclusive), NHWC.
void hrs_softmax_channels(hrs_cpu_level level, const float *input, int channels, int first, int last, float *output);

/// Raises `maxima` to the largest value of each channel over these positions.
void hrs_channel_maxima(hrs_cpu_level level, const float *input, int channels, int first, int last, float *maxima);

/// `exp(input - maxima)`, and the sums of it for each channel over these positions.
void hrs_exponentials(hrs_cpu_level level, const float *input, const float *maxima, int channels, int first, int last,
                      float *output, double *sums);
