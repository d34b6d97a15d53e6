#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Geometry of a convolution with padding kernel / 2. Activations are NHWC with one picture: [height][width][channels].
typedef struct {
  int input_height, input_width, input_channels;
  int output_height, output_width, output_channels;
  int kernel;  // 1 or 3
  int stride;  // 1 or 2
} hr_convolution_shape;

/// Floats of scratch memory that one thread needs for `hr_convolution`.
size_t hr_convolution_scratch(const hr_convolution_shape *shape);

/// Output rows `first` to `last` (exclusive) of a convolution with bias, residual and ReLU fused into the write-back.
///
/// @param weights  [kernel][kernel][input_channels][output_channels], batch normalisation folded in.
/// @param bias     [output_channels]
/// @param residual Same shape as the output, added before the ReLU; or NULL.
/// @param scratch  `hr_convolution_scratch(shape)` floats that no other thread uses.
void hr_convolution(const hr_convolution_shape *shape, const float *input, const float *weights, const float *bias,
                    const float *residual, bool relu, float *output, float *scratch, int first, int last);

/// Makes OpenBLAS compute in the calling thread: its own pool is global and loses at these sizes.
void hr_use_one_blas_thread(void);
