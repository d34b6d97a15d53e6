#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "hrs_cpu.h"
#include "hrs_team.h"

/// Geometry of a convolution with padding kernel / 2. Activations are NHWC with one picture: [height][width][channels].
typedef struct {
  int input_height, input_width, input_channels;
  int output_height, output_width, output_channels;
  int kernel;  // 1, 3 or 7; 2 of a quarter of a transposed convolution
  int stride;  // 1 or 2
} hrs_convolution_shape;

/// How a convolution is computed.
typedef enum {
  hrs_direct,     // sums of products, as written
  hrs_winograd2,  // F(2x2, 3x3): 4 multiplications an output instead of 9; 6.25 at stride 2
  hrs_winograd4,  // F(4x4, 3x3): 2.25 of them; 5.06 at stride 2 (Lavin and Gray 2016)
} hrs_method;

/// Everything about a convolution that does not change from pass to pass.
///
/// The work is cut into *items*: a block of the output's positions times a panel of 32 output channels. Blocks are
/// sized so that what an item reads and writes stays in the second-level cache. An output value is computed the same
/// way whatever the blocks, so results do not depend on the number of threads, bit for bit.
typedef struct {
  hrs_convolution_shape shape;
  hrs_method method;
  hrs_cpu_level level;
  int units;               // of position: Winograd tiles, pixels of a 1x1 convolution, else output rows
  int block;               // units in a block
  int panels;              // of output channels
  int items;               // blocks * panels; item i is panel i % panels of block i / panels
  bool is_lean;            // of Winograd: weights are kept half transformed, three numbers for a row of a tile
  int step;                // between the pixels written: 1, or 2 of a quarter of a transposed convolution
  int parity_y, parity_x;  // of a quarter: which rows and columns it writes, and how much further its kernel begins
} hrs_convolution_plan;

/// Plans a convolution for `threads` that share its items evenly.
hrs_convolution_plan hrs_plan_convolution(const hrs_convolution_shape *shape, hrs_cpu_level level, int threads);

/// The same with the method given; for tests and measurements. Winograd needs a 3x3 kernel.
hrs_convolution_plan hrs_plan_convolution_by(const hrs_convolution_shape *shape, hrs_method method, hrs_cpu_level level,
                                             int threads);

/// Plans a quarter of a transposed 4x4 convolution of stride 2 and padding 1: the pixels of the output's rows
/// 2y + parity_y and columns 2x + parity_x are those of a 2x2 convolution of stride 1.
///
/// @param shape Of the quarter: kernel 2, stride 1, the output as large as the input. What is written is four times that.
hrs_convolution_plan hrs_plan_transposed_quarter(const hrs_convolution_shape *shape, int parity_y, int parity_x,
                                                 hrs_cpu_level level, int threads);

/// Floats of prepared weights, and of bias: the output channels, padded to whole panels.
size_t hrs_prepared_weights(const hrs_convolution_plan *plan);
size_t hrs_prepared_bias(const hrs_convolution_plan *plan);

/// Brings the weights of input channels `first` to `last` (exclusive) into the order and, for Winograd, the transform that
/// `hrs_convolution` reads.
///
/// @param weights  [output_channels][input_channels][kernel][kernel], as in checkpoints.
/// @param scale    [output_channels], multiplied into the weights: batch normalisation.
/// @param prepared `hrs_prepared_weights(plan)` floats, 64-byte aligned.
void hrs_prepare_weights(const hrs_convolution_plan *plan, const float *weights, const float *scale, int first,
                         int last, float *prepared);

/// Floats of scratch memory that one thread needs for `hrs_convolution`.
size_t hrs_convolution_scratch(const hrs_convolution_plan *plan);

/// What a convolution reads and writes.
typedef struct {
  const float *input;
  const float *weights;   // from `hrs_prepare_weights`
  const float *bias;      // `hrs_prepared_bias(plan)` floats
  const float *residual;  // same shape as the output, added before the ReLU; or NULL
  bool relu;
  float *output;
} hrs_convolution_tensors;

/// Items `first` to `last` (exclusive) of a convolution, with bias, residual and ReLU fused into the write-back.
///
/// @param scratch `hrs_convolution_scratch(plan)` floats that no other thread uses, 64-byte aligned.
void hrs_convolution_items(const hrs_convolution_plan *plan, const hrs_convolution_tensors *tensors, float *scratch,
                           int first, int last);

/// A whole convolution, its items shared out among a team.
///
/// @param scratch        For the first member; the next member's is `scratch_stride` floats further.
/// @param scratch_stride At least `hrs_convolution_scratch(plan)`, a multiple of 16.
void hrs_convolution(const hrs_convolution_plan *plan, const hrs_convolution_tensors *tensors, float *scratch,
                     size_t scratch_stride, hrs_team *team);
