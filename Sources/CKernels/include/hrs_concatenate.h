#pragma once
#include <stddef.h>

/// Positions `first` to `last` (exclusive) of several activations' channels one after another, NHWC.
///
/// @param channels Of each input.
void hrs_concatenate(const float *const *inputs, const int *channels, int count, size_t first, size_t last,
                     float *output);
