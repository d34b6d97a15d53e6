#include "hrs_convolution.h"

#include <string.h>

#include "hrs_kernels.h"

// MARK: Planning

/// What transformed weights cost, in multiply-accumulates per weight: they come from memory, products from registers.
static const int weight_cost = 10;

/// Floats of input and output that a block may have. With the panel of weights that it meets they stay in a
/// second-level cache of 512 KB.
static const int block_floats = 64 * 1024;

/// Rows of the wide product; blocks are best a multiple.
enum { product_rows = 12, maximum_block_of_tiles = 48 };

static int tile_count(const hrs_convolution_shape *shape, int side) {
  return hrs_divided_up(shape->output_height, side) * hrs_divided_up(shape->output_width, side);
}

/// Multiplications of an input channel with an output channel, and what its weights cost.
static int winograd_cost(const hrs_convolution_shape *shape, int side) {
  const int line = hrs_input_side(side, shape->stride);
  return line * line * (tile_count(shape, side) + weight_cost);
}

static hrs_method best_method(const hrs_convolution_shape *shape) {
  // What transforms cost is shared by all channels; a picture has too few.
  if (shape->kernel != 3 || shape->input_channels < 16) return hrs_direct;
  const int direct = 9 * (shape->output_height * shape->output_width + weight_cost);
  const int cost2 = winograd_cost(shape, 2), cost4 = winograd_cost(shape, 4);
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
  return hrs_plan_convolution_by(shape, best_method(shape), level, threads);
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

/// A Winograd kernel `G g G^T`, in double precision: this is done once, and what is lost here is lost in every pass.
static void transform_kernel(int side, int stride, const double kernel[9], double transformed[81]) {
  // Rows belong to the interpolation points of hrs_winograd.h.
  const double r = 0.70710678118654752;
  static const double g2[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
  static const double strided2[5][3] = {{1, 0, 0}, {1, 0, 1}, {0, 0, 1}, {0, 1, 0}, {0, 1, 0}};
  const double g4[6][3] = {{1, 0, 0},
                           {-2.0 / 3, -2 * r / 3, -1.0 / 3},
                           {-2.0 / 3, 2 * r / 3, -1.0 / 3},
                           {1.0 / 6, r / 3, 1.0 / 3},
                           {1.0 / 6, -r / 3, 1.0 / 3},
                           {0, 0, 1}};
  const double strided4[9][3] = {{-2 * r / 3, 0, -1.0 / 3},
                                 {2 * r / 3, 0, -1.0 / 3},
                                 {r / 3, 0, 1.0 / 3},
                                 {-r / 3, 0, 1.0 / 3},
                                 {0, 0, 1},
                                 {0, 1, 0},
                                 {0, 1, 0},
                                 {0, 1, 0},
                                 {0, 1, 0}};
  const double(*g)[3] = stride == 1 ? (side == 2 ? g2 : g4) : (side == 2 ? strided2 : strided4);
  const int n = hrs_input_side(side, stride);
  double lines[9][3];
  for (int i = 0; i < n; i++)
    for (int x = 0; x < 3; x++) lines[i][x] = g[i][0] * kernel[x] + g[i][1] * kernel[3 + x] + g[i][2] * kernel[6 + x];
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      transformed[i * n + j] = lines[i][0] * g[j][0] + lines[i][1] * g[j][1] + lines[i][2] * g[j][2];
}

void hrs_prepare_weights(const hrs_convolution_plan *plan, const float *weights, const float *scale, float *prepared) {
  const hrs_convolution_shape *s = &plan->shape;
  const int inputs = s->input_channels, kernel_taps = s->kernel * s->kernel;
  const int taps = hrs_patch_length(plan) / inputs;
  memset(prepared, 0, sizeof(float) * hrs_prepared_weights(plan));
  for (int panel = 0; panel < plan->panels; panel++) {
    const int columns = hrs_panel_columns(plan, panel);
    float *to = prepared + (size_t)panel * hrs_panel_width * hrs_patch_length(plan);
    for (int input = 0; input < inputs; input++) {
      // Innermost, so that what is written beside one another is written after one another.
      for (int column = 0; column < hrs_panel_channels(plan, panel); column++) {
        const int output = panel * hrs_panel_width + column;
        const float *from = weights + ((size_t)output * inputs + input) * kernel_taps;
        double kernel[49], values[81];
        for (int tap = 0; tap < kernel_taps; tap++) kernel[tap] = (double)from[tap] * scale[output];
        if (plan->method != hrs_direct) transform_kernel(hrs_tile_side(plan), s->stride, kernel, values);
        const double *source = plan->method == hrs_direct ? kernel : values;
        for (int tap = 0; tap < taps; tap++) to[((size_t)tap * inputs + input) * columns + column] = (float)source[tap];
      }
    }
  }
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
