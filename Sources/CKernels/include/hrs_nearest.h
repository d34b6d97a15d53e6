#pragma once

/// Rows `first` to `last` (exclusive) of an activation brought to another size by taking the value a position lies on
/// (PyTorch's `mode='nearest'`), NHWC.
///
/// @param input  [height][width][channels]
/// @param output [output_height][output_width][channels]
void hrs_upsample_nearest(const float *input, int height, int width, int channels, int output_height, int output_width,
                          float *output, int first, int last);
