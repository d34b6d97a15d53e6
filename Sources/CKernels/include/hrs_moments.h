#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "hrs_cpu.h"

/// Sums over all positions, for the channels `first` to `last` (exclusive).
///
/// @param means Where given, sums of `(x - mean)^2` instead.
/// @param sums  A number for every channel, of which those asked for are written.
void hrs_channel_sums(hrs_cpu_level level, const float *input, size_t positions, int channels, const float *means,
                      int first, int last, double *sums);

/// `input * scale + shift` with a scale and a shift for every channel; positions `first` to `last` (exclusive).
///
/// @param relu Whether what is negative becomes 0.
void hrs_scale_and_shift(hrs_cpu_level level, const float *input, const float *scale, const float *shift, int channels,
                         bool relu, size_t first, size_t last, float *output);
