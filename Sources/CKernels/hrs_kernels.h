#pragma once
#include "hrs_convolution.h"
#include "hrs_fusion.h"
#include "hrs_gather.h"
#include "hrs_moments.h"
#include "hrs_peak.h"
#include "hrs_pool.h"
#include "hrs_softmax.h"
#include "hrs_upsample.h"

/// Output channels that a panel of weights holds, and that one item computes.
enum { hrs_panel_width = 32 };

/// The vector loops of one CPU level. `hrs_kernels_LEVEL.c` compiles `hrs_loops.h` for it.
typedef struct {
  void (*convolution)(const hrs_convolution_plan *plan, const hrs_convolution_tensors *tensors, float *scratch,
                      int first, int last);
  void (*prepare_weights)(const hrs_convolution_plan *plan, const float *weights, const float *scale, int first,
                          int last, float *prepared);
  void (*fuse)(const hrs_term *terms, int term_count, int width, int channels, bool relu, float *output, int first,
               int last);
  double (*multiply_and_add)(int rounds);
  void (*softmax_channels)(const float *input, int channels, int first, int last, float *output);
  void (*channel_maxima)(const float *input, int channels, int first, int last, float *maxima);
  void (*exponentials)(const float *input, const float *maxima, int channels, int first, int last, float *output,
                       double *sums);
  void (*channel_sums)(const float *input, size_t positions, int channels, const float *means, int first, int last,
                       double *sums);
  void (*scale_and_shift)(const float *input, const float *scale, const float *shift, int channels, bool relu,
                          size_t first, size_t last, float *output);
  void (*average_pool)(const float *input, int width, int channels, int side, float *output, int first, int last);
  void (*max_pool)(const float *input, int height, int width, int channels, int side, int output_width, float *output,
                   int first, int last);
  void (*upsample_bilinear)(const float *input, int height, int width, int channels, int output_height,
                            int output_width, bool aligned, bool adds, float *output, int first, int last);
  void (*gather)(const float *weights, int rows, const float *features, int columns, size_t positions, float *output,
                 int first, int last);
} hrs_kernels;

extern const hrs_kernels hrs_kernels_baseline;
#if defined(__x86_64__)
extern const hrs_kernels hrs_kernels_avx2, hrs_kernels_avx512;
#endif

const hrs_kernels *hrs_kernels_for(hrs_cpu_level level);

static inline int hrs_minimum(int a, int b) { return a < b ? a : b; }
static inline int hrs_maximum(int a, int b) { return a > b ? a : b; }
static inline int hrs_rounded_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }
static inline int hrs_divided_up(int value, int divisor) { return (value + divisor - 1) / divisor; }

// MARK: Facts of a plan that both its maker and the loops need

/// Side of a Winograd tile's output.
static inline int hrs_tile_side(const hrs_convolution_plan *plan) { return plan->method == hrs_winograd4 ? 4 : 2; }

/// Side of its input, which is also that of the transformed tile.
static inline int hrs_input_side(int tile_side, int stride) { return (tile_side - 1) * stride + 3; }

/// How a position's weight is made of the three numbers of its line: one of them plus a multiple of another.
typedef struct {
  int first, second;
  float factor;
} hrs_winograd_term;

/// Of each position of a line (hrs_winograd_lines.h).
static inline const hrs_winograd_term *hrs_winograd_terms(int tile_side, int stride) {
  static const hrs_winograd_term of2[4] = {{2, 2, 0}, {0, 1, 1}, {0, 1, -1}, {0, 2, -1}};
  static const hrs_winograd_term of4[6] = {{1, 0, 2}, {0, 2, -1}, {0, 2, 1}, {1, 2, 1}, {1, 2, -1}, {0, 1, 2}};
  static const hrs_winograd_term strided2[5] = {{0, 0, 0}, {0, 1, 1}, {1, 1, 0}, {2, 2, 0}, {2, 2, 0}};
  static const hrs_winograd_term strided4[9] = {{1, 0, -1}, {0, 1, 1}, {0, 1, -2}, {0, 1, 2}, {1, 1, 0},
                                                {2, 2, 0},  {2, 2, 0}, {2, 2, 0},  {2, 2, 0}};
  if (tile_side == 2) return stride == 1 ? of2 : strided2;
  return stride == 1 ? of4 : strided4;
}

/// Positions of a transformed tile.
static inline int hrs_tile_positions(const hrs_convolution_plan *plan) {
  const int side = hrs_input_side(hrs_tile_side(plan), plan->shape.stride);
  return side * side;
}

static inline int hrs_tiles_across(const hrs_convolution_plan *plan) {
  return hrs_divided_up(plan->shape.output_width, hrs_tile_side(plan));
}

/// A 1x1 convolution of stride 1 reads its input as the matrix it is.
static inline bool hrs_is_plain_product(const hrs_convolution_shape *shape) {
  return shape->kernel == 1 && shape->stride == 1;
}

/// Numbers that are kept of a kernel.
static inline int hrs_kept_taps(const hrs_convolution_plan *plan) {
  if (plan->method == hrs_direct) return plan->shape.kernel * plan->shape.kernel;
  if (plan->is_lean) return 3 * hrs_input_side(hrs_tile_side(plan), plan->shape.stride);
  return hrs_tile_positions(plan);
}

/// Weights of one output channel, as they are kept.
static inline int hrs_patch_length(const hrs_convolution_plan *plan) {
  return hrs_kept_taps(plan) * plan->shape.input_channels;
}

/// Output channels of a panel that exist, and columns of its weights: those channels padded to 16, so that no
/// vector loop needs a remainder.
static inline int hrs_panel_channels(const hrs_convolution_plan *plan, int panel) {
  return hrs_minimum(plan->shape.output_channels - panel * hrs_panel_width, hrs_panel_width);
}
static inline int hrs_panel_columns(const hrs_convolution_plan *plan, int panel) {
  return hrs_rounded_up(hrs_panel_channels(plan, panel), 16);
}

/// Floats between the transformed channels of one tile and the next.
static inline int hrs_tile_stride(const hrs_convolution_plan *plan) {
  return hrs_rounded_up(plan->shape.input_channels, 16);
}

/// Floats between a block's transformed tiles at one position and the next, and between its products. An odd number of
/// cache lines: with a power of two between them, all positions of a tile would fall into the same set of the cache.
static inline int hrs_odd_lines(int floats) { return hrs_rounded_up(floats, 16) | 16; }
static inline int hrs_transformed_stride(const hrs_convolution_plan *plan) {
  return hrs_odd_lines(plan->block * hrs_tile_stride(plan));
}
static inline int hrs_products_stride(const hrs_convolution_plan *plan) {
  return hrs_odd_lines(plan->block * hrs_panel_columns(plan, 0));
}

/// Floats between rows of the zero-padded copy of a direct convolution's input.
static inline int hrs_padded_row(const hrs_convolution_plan *plan) {
  return (plan->shape.input_width + 2 * (plan->shape.kernel / 2)) * plan->shape.input_channels;
}

/// Rows of the padded input that a block of output rows reads.
static inline int hrs_padded_rows(const hrs_convolution_plan *plan) {
  return (plan->block - 1) * plan->shape.stride + plan->shape.kernel;
}
