#pragma once

#include <stdbool.h>

#include "hrs_cpu.h"

/// Rows `first` to `last` (exclusive) of an activation brought to another size bilinearly, NHWC.
///
/// @param input   [height][width][channels]
/// @param output  [output_height][output_width][channels]
/// @param aligned The corners' values stay in the corners (PyTorch's `align_corners=True`); otherwise positions are
///                the centres of values.
/// @param adds    What comes out is added to what `output` holds.
void hrs_upsample_bilinear(hrs_cpu_level level, const float *input, int height, int width, int channels,
                           int output_height, int output_width, bool aligned, bool adds, float *output, int first,
                           int last);
