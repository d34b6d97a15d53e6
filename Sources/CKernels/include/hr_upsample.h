#pragma once

/// Rows `first` to `last` (exclusive) of an activation grown `factor` times a side, bilinearly between the centres of
/// its values (PyTorch's `align_corners=False`), NHWC.
///
/// @param input  [height][width][channels]
/// @param output [height * factor][width * factor][channels]
void hr_upsample_bilinear(const float *input, int height, int width, int channels, int factor, float *output, int first,
                          int last);
