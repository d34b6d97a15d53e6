#pragma once
#include "hr_cpu.h"

// Exponentials differ from the true ones by less than 2e-7 of themselves. NaN stays NaN.

/// A softmax over the channels of each position from `first` to `last` (exclusive), NHWC.
void hr_softmax_channels(hr_cpu_level level, const float *input, int channels, int first, int last, float *output);

/// Raises `maxima` to the largest value of each channel over these positions.
void hr_channel_maxima(hr_cpu_level level, const float *input, int channels, int first, int last, float *maxima);

/// `exp(input - maxima)`, and the sums of it for each channel over these positions.
void hr_exponentials(hr_cpu_level level, const float *input, const float *maxima, int channels, int first, int last,
                     float *output, double *sums);
