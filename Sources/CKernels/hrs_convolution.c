#include "hrs_convolution.h"

#include <string.h>

#include "hrs_kernels.h"

// MARK: Planning

/// What weights cost, in multiply-accumulates for each number that is kept: they come from memory, products from registers.
static const int weight_cost = 10;

/// Floats of input and output that a block may have. With the panel of weights that it meets they stay in a
/// second-level cache of 512 KB.
static const int block_floats = 64 * 1024;

/// Rows of the wide product; blocks are best a multiple.
enum { product_rows = 12, maximum_block_of_tiles = 48 };

/// Groups of rows up to which weights are kept half transformed. To finish a weight costs a multiply-add with every group;
/// to read it whole from memory costs more where few groups meet it. At stride 2 few weights need finishing.
enum { most_lean_groups = 4 };

static bool is_lean(const hrs_convolution_shape *shape, int tiles, hrs_cpu_level level) {
  const int group = level == hrs_cpu_avx512 ? product_rows : product_rows / 2;
  return shape->stride == 2 || tiles <= most_lean_groups * group;
}

static int tile_count(const hrs_convolution_shape *shape, int side) {
  return hrs_divided_up(shape->output_height, side) * hrs_divided_up(shape->output_width, side);
}

/// Multiplications of an input channel with an output channel, and what its weights cost.
static int winograd_cost(const hrs_convolution_shape *shape, int side, hrs_cpu_level level) {
  const int line = hrs_input_side(side, shape->stride), tiles = tile_count(shape, side);
  return line * (line * tiles + (is_lean(shape, tiles, level) ? 3 : line) * weight_cost);
}

static hrs_method best_method(const hrs_convolution_shape *shape, hrs_cpu_level level) {
  // What transforms cost is shared by all channels; a picture has too few.
  if (shape->kernel != 3 || shape->input_channels < 16) return hrs_direct;
  const int direct = 9 * (shape->output_height * shape->output_width + weight_cost);
  const int cost2 = winograd_cost(shape, 2, level), cost4 = winograd_cost(shape, 4, level);
  if (cost4 <= cost2 && cost4 < direct) return hrs_winograd4;
  return cost2 < direct ? hrs_winograd2 : hrs_direct;
}

/// What a block of units costs: as many rows of products, and a little for starting each group of rows.
static int block_cost(const hrs_convolution_plan *plan, int block) {
  const bool is_rows = plan->method == hrs_direct && !hrs_is_plain_product(&plan->shape);
  const int rows = is_rows ? plan->shape.output_width : block;
  const int groups = hrs_divided_up(rows, product_rows);
  return (rows + groups) * (is_rows ? block : 1);
}

/// Floats of scratch that a unit of position takes.
static int unit_floats(const hrs_convolution_plan *plan) {
  if (plan->method != hrs_direct) return hrs_tile_positions(plan) * (hrs_tile_stride(plan) + hrs_panel_width);
  if (hrs_is_plain_product(&plan->shape)) return plan->shape.input_channels + plan->shape.output_channels;
  return plan->shape.stride * hrs_padded_row(plan);
}

hrs_convolution_plan hrs_plan_convolution_by(const hrs_convolution_shape *shape, hrs_method method, hrs_cpu_level level,
                                             int threads) {
  hrs_convolution_plan plan = {.shape = *shape, .method = method, .level = level, .step = 1};
  plan.panels = hrs_divided_up(shape->output_channels, hrs_panel_width);
  plan.units = method != hrs_direct          ? tile_count(shape, hrs_tile_side(&plan))
               : hrs_is_plain_product(shape) ? shape->output_height * shape->output_width
                                             : shape->output_height;
  plan.is_lean = method != hrs_direct && is_lean(shape, plan.units, level);

  int largest = block_floats / unit_floats(&plan);
  if (largest < product_rows) largest = product_rows;
  if (method != hrs_direct && largest > maximum_block_of_tiles) largest = maximum_block_of_tiles;

  // The number of blocks whose slowest thread is done first; of equals the fewest, since a block has its own costs.
  long best_cost = 0;
  const int fewest = hrs_divided_up(plan.units, largest);
  for (int blocks = fewest; blocks <= fewest + 4 * threads && blocks <= plan.units; blocks++) {
    const int block = hrs_divided_up(plan.units, blocks);
    const int items = hrs_divided_up(plan.units, block) * plan.panels;
    const long cost = (long)hrs_divided_up(items, threads) * block_cost(&plan, block);
    if (plan.block == 0 || cost < best_cost) {
      plan.block = block;
      plan.items = items;
      best_cost = cost;
    }
  }
  return plan;
}

hrs_convolution_plan hrs_plan_convolution(const hrs_convolution_shape *shape, hrs_cpu_level level, int threads) {
  return hrs_plan_convolution_by(shape, best_method(shape, level), level, threads);
}

hrs_convolution_plan hrs_plan_transposed_quarter(const hrs_convolution_shape *shape, int parity_y, int parity_x,
                                                 hrs_cpu_level level, int threads) {
  hrs_convolution_plan plan = hrs_plan_convolution_by(shape, hrs_direct, level, threads);
  plan.step = 2;
  plan.parity_y = parity_y;
  plan.parity_x = parity_x;
  return plan;
}

size_t hrs_convolution_scratch(const hrs_convolution_plan *plan) {
  if (plan->method != hrs_direct) {
    const size_t position = hrs_transformed_stride(plan) + hrs_products_stride(plan);
    return hrs_tile_stride(plan) + hrs_tile_positions(plan) * position;
  }
  if (hrs_is_plain_product(&plan->shape)) return 0;
  return (size_t)hrs_padded_rows(plan) * hrs_padded_row(plan);
}

// MARK: Weights

size_t hrs_prepared_bias(const hrs_convolution_plan *plan) { return (size_t)plan->panels * hrs_panel_width; }

size_t hrs_prepared_weights(const hrs_convolution_plan *plan) {
  const size_t last = hrs_panel_columns(plan, plan->panels - 1);
  return ((size_t)(plan->panels - 1) * hrs_panel_width + last) * hrs_patch_length(plan);
}

void hrs_prepare_weights(const hrs_convolution_plan *plan, const float *weights, const float *scale, int first,
                         int last, float *prepared) {
  hrs_kernels_for(plan->level)->prepare_weights(plan, weights, scale, first, last, prepared);
}

// MARK: Running

typedef struct {
  const hrs_convolution_plan *plan;
  const hrs_convolution_tensors *tensors;
  float *scratch;
  size_t scratch_stride;
} convolution_call;

static void compute_share(void *context, int member, int share, int count) {
  const convolution_call *call = context;
  const int items = call->plan->items;
  const int first = (int)((long)items * share / count), last = (int)((long)items * (share + 1) / count);
  if (first < last)
    hrs_convolution_items(call->plan, call->tensors, call->scratch + member * call->scratch_stride, first, last);
}

void hrs_convolution(const hrs_convolution_plan *plan, const hrs_convolution_tensors *tensors, float *scratch,
                     size_t scratch_stride, hrs_team *team) {
  convolution_call call = {plan, tensors, scratch, scratch_stride};
  hrs_team_run(team, compute_share, &call);
}
