#pragma once
#include "hr_convolution.h"
#include "hr_fusion.h"
#include "hr_gather.h"
#include "hr_moments.h"
#include "hr_peak.h"
#include "hr_pool.h"
#include "hr_softmax.h"

/// Output channels that a panel of weights holds, and that one item computes.
enum { hr_panel_width = 32 };

/// The vector loops of one CPU level. `hr_kernels_LEVEL.c` compiles `hr_loops.h` for it.
typedef struct {
  void (*convolution)(const hr_convolution_plan *plan, const hr_convolution_tensors *tensors, float *scratch, int first,
                      int last);
  void (*fuse)(const hr_term *terms, int term_count, int width, int channels, bool relu, float *output, int first,
               int last);
  double (*multiply_and_add)(int rounds);
  void (*softmax_channels)(const float *input, int channels, int first, int last, float *output);
  void (*channel_maxima)(const float *input, int channels, int first, int last, float *maxima);
  void (*exponentials)(const float *input, const float *maxima, int channels, int first, int last, float *output,
                       double *sums);
  void (*channel_sums)(const float *input, size_t positions, int channels, const float *means, int first, int last,
                       double *sums);
  void (*scale_and_shift)(const float *input, const float *scale, const float *shift, int channels, size_t first,
                          size_t last, float *output);
  void (*average_pool)(const float *input, int width, int channels, int side, float *output, int first, int last);
  void (*gather)(const float *weights, int rows, const float *features, int columns, size_t positions, float *output,
                 int first, int last);
} hr_kernels;

extern const hr_kernels hr_kernels_baseline;
#if defined(__x86_64__)
extern const hr_kernels hr_kernels_avx2, hr_kernels_avx512;
#endif

const hr_kernels *hr_kernels_for(hr_cpu_level level);

static inline int hr_minimum(int a, int b) { return a < b ? a : b; }
static inline int hr_rounded_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }
static inline int hr_divided_up(int value, int divisor) { return (value + divisor - 1) / divisor; }

// MARK: Facts of a plan that both its maker and the loops need

/// Side of a Winograd tile's output.
static inline int hr_tile_side(const hr_convolution_plan *plan) { return plan->method == hr_winograd4 ? 4 : 2; }

/// Side of its input, which is also that of the transformed tile.
static inline int hr_input_side(int tile_side, int stride) { return (tile_side - 1) * stride + 3; }

/// Positions of a transformed tile.
static inline int hr_tile_positions(const hr_convolution_plan *plan) {
  const int side = hr_input_side(hr_tile_side(plan), plan->shape.stride);
  return side * side;
}

static inline int hr_tiles_across(const hr_convolution_plan *plan) {
  return hr_divided_up(plan->shape.output_width, hr_tile_side(plan));
}

/// A 1x1 convolution of stride 1 reads its input as the matrix it is.
static inline bool hr_is_plain_product(const hr_convolution_shape *shape) {
  return shape->kernel == 1 && shape->stride == 1;
}

/// Weights of one output channel.
static inline int hr_patch_length(const hr_convolution_plan *plan) {
  const int taps = plan->method == hr_direct ? plan->shape.kernel * plan->shape.kernel : hr_tile_positions(plan);
  return taps * plan->shape.input_channels;
}

/// Output channels of a panel that exist, and columns of its weights: those channels padded to 16, so that no
/// vector loop needs a remainder.
static inline int hr_panel_channels(const hr_convolution_plan *plan, int panel) {
  return hr_minimum(plan->shape.output_channels - panel * hr_panel_width, hr_panel_width);
}
static inline int hr_panel_columns(const hr_convolution_plan *plan, int panel) {
  return hr_rounded_up(hr_panel_channels(plan, panel), 16);
}

/// Floats between the transformed channels of one tile and the next.
static inline int hr_tile_stride(const hr_convolution_plan *plan) {
  return hr_rounded_up(plan->shape.input_channels, 16);
}

/// Floats between a block's transformed tiles at one position and the next, and between its products. An odd number of
/// cache lines: with a power of two between them, all positions of a tile would fall into the same set of the cache.
static inline int hr_odd_lines(int floats) { return hr_rounded_up(floats, 16) | 16; }
static inline int hr_transformed_stride(const hr_convolution_plan *plan) {
  return hr_odd_lines(plan->block * hr_tile_stride(plan));
}
static inline int hr_products_stride(const hr_convolution_plan *plan) {
  return hr_odd_lines(plan->block * hr_panel_columns(plan, 0));
}

/// Floats between rows of the zero-padded copy of a direct convolution's input.
static inline int hr_padded_row(const hr_convolution_plan *plan) {
  return (plan->shape.input_width + 2 * (plan->shape.kernel / 2)) * plan->shape.input_channels;
}

/// Rows of the padded input that a block of output rows reads.
static inline int hr_padded_rows(const hr_convolution_plan *plan) {
  return (plan->block - 1) * plan->shape.stride + plan->shape.kernel;
}
