// Winograd convolution F(m x m, 3x3), m = 2 or 4: a tile of m x m outputs by element-wise products of transformed tiles,
// which over all channels are matrix products, one for each position of a tile (Lavin and Gray, "Fast Algorithms for
// Convolutional Neural Networks", CVPR 2016).
// What is done to each line of a tile is in hrs_winograd_lines.h.

// Positions of the largest tile, in a line and in all.
enum { longest_line = 9, most_positions = 81 };

// Hides where a pointer comes from. The compiler would otherwise keep the address of every position, on the stack, where
// one of a row and the stride are enough.
#define HIDE(pointer) __asm__("" : "+r"(pointer))

/// Where a tile's input lies.
typedef struct {
  const float *corner;  // its first pixel, where all of it is inside the picture
  ptrdiff_t row_stride, pixel_stride;
  const float *pixels[most_positions];  // all of its pixels, where it is not; those outside the picture point to zeros
} input_tile;

INLINE input_tile locate_tile(const int n, const hrs_convolution_shape *s, const float *input, const float *zeros,
                              int top, int left) {
  input_tile tile = {.pixel_stride = s->input_channels, .row_stride = (ptrdiff_t)s->input_width * s->input_channels};
  const float *corner = input + top * tile.row_stride + left * tile.pixel_stride;
  if (top >= 0 && left >= 0 && top + n <= s->input_height && left + n <= s->input_width) {
    tile.corner = corner;
    return tile;
  }
  for (int y = 0; y < n; y++)
    for (int x = 0; x < n; x++) {
      const bool is_inside = top + y >= 0 && top + y < s->input_height && left + x >= 0 && left + x < s->input_width;
      tile.pixels[y * n + x] = is_inside ? corner + y * tile.row_stride + x * tile.pixel_stride : zeros;
    }
  return tile;
}

/// Transforms some channels of one tile.
///
/// @param to Where the first position's channels go; the next position's are `position_stride` further.
INLINE void transform_input(const int m, const int stride, const bool is_inside, const input_tile *tile, int channel,
                            int count, float *to, ptrdiff_t position_stride) {
  // Rows of the result are made a few at a time, as many as stay in registers; what they do not need of a column is
  // not computed.
  const int n = hrs_input_side(m, stride), part = n <= 4 ? n : n <= 6 ? 3 : 2;
#pragma clang loop unroll(full)
  for (int first = 0; first < n; first += part) {
    vec rows[4][longest_line];
    const float *corner = tile->corner + channel;
#pragma clang loop unroll(full)
    for (int x = 0; x < n; x++) {
      vec column[longest_line], transformed[longest_line];
      if (is_inside) HIDE(corner);
#pragma clang loop unroll(full)
      for (int y = 0; y < n; y++) {
        const float *from = is_inside ? corner + y * tile->row_stride : tile->pixels[y * n + x] + channel;
        column[y] = count == LANES ? load(from) : load_some(from, count);
      }
      corner += tile->pixel_stride;
      transform_input_line(m, stride, column, transformed);
#pragma clang loop unroll(full)
      for (int y = first; y < first + part && y < n; y++) rows[y - first][x] = transformed[y];
    }
#pragma clang loop unroll(full)
    for (int y = first; y < first + part && y < n; y++) {
      vec transformed[longest_line];
      transform_input_line(m, stride, rows[y - first], transformed);
      float *row = to + y * n * position_stride;
      HIDE(row);
#pragma clang loop unroll(full)
      for (int x = 0; x < n; x++) store(row + x * position_stride, transformed[x]);
    }
  }
}

/// All channels of tiles `first` to `last`: transformed is [positions][tiles of a block][channels].
INLINE void transform_inputs(const int m, const int stride, const hrs_convolution_plan *plan, const float *input,
                             const float *zeros, float *transformed, int first, int last) {
  const hrs_convolution_shape *s = &plan->shape;
  const int n = hrs_input_side(m, stride), channels = s->input_channels, across = hrs_tiles_across(plan);
  const ptrdiff_t tile_stride = hrs_tile_stride(plan), position_stride = hrs_transformed_stride(plan);
  for (int index = first; index < last; index++, transformed += tile_stride) {
    const int top = index / across * m * stride - 1, left = index % across * m * stride - 1;
    const input_tile tile = locate_tile(n, s, input, zeros, top, left);
    for (int c = 0; c < channels; c += LANES) {
      const int count = hrs_minimum(channels - c, LANES);
      float *to = transformed + c;
      // A version for each of these cases, without conditions in it.
      if (tile.corner && count == LANES)
        transform_input(m, stride, true, &tile, c, LANES, to, position_stride);
      else if (count == LANES)
        transform_input(m, stride, false, &tile, c, LANES, to, position_stride);
      else if (tile.corner)
        transform_input(m, stride, true, &tile, c, count, to, position_stride);
      else
        transform_input(m, stride, false, &tile, c, count, to, position_stride);
    }
  }
}

/// Where a tile's output lies.
typedef struct {
  const hrs_convolution_tensors *tensors;
  const float *bias;
  ptrdiff_t offset, row_stride, pixel_stride;
  int rows, columns;  // inside the picture
} output_tile;

/// One vector of output channels of one tile, finished.
///
/// @param is_whole Whether all of the tile is inside the picture.
/// @param count    Channels to write.
INLINE void transform_output(const int m, const int stride, const bool is_whole, const float *products,
                             ptrdiff_t position_stride, const output_tile *to, int count) {
  const int n = hrs_input_side(m, stride);
  vec lines[4][longest_line];
#pragma clang loop unroll(full)
  for (int y = 0; y < n; y++) {
    vec row[longest_line], transformed[4];
#pragma clang loop unroll(full)
    for (int x = 0; x < n; x++) row[x] = load(products + x * position_stride);
    products += n * position_stride;
    HIDE(products);
    transform_output_line(m, stride, row, transformed);
#pragma clang loop unroll(full)
    for (int x = 0; x < m; x++) lines[x][y] = transformed[x];
  }
#pragma clang loop unroll(full)
  for (int x = 0; x < m; x++) {
    vec outputs[4];
    transform_output_line(m, stride, lines[x], outputs);
#pragma clang loop unroll(full)
    for (int y = 0; y < m; y++)
      if (is_whole || (y < to->rows && x < to->columns)) {
        const ptrdiff_t pixel = to->offset + y * to->row_stride + x * to->pixel_stride;
        write_output(to->tensors, outputs[y] + initial_sum(to->tensors, to->bias, pixel, count), pixel, count);
      }
  }
}

/// A panel of output channels of tiles `first` to `last`.
INLINE void transform_outputs(const int m, const int stride, const hrs_convolution_plan *plan,
                              const hrs_convolution_tensors *t, const float *products, int panel, int first, int last) {
  const hrs_convolution_shape *s = &plan->shape;
  const int across = hrs_tiles_across(plan), channels = hrs_panel_channels(plan, panel);
  const ptrdiff_t pixel_stride = s->output_channels, row_stride = pixel_stride * s->output_width;
  const ptrdiff_t position_stride = hrs_products_stride(plan);
  for (int tile = first; tile < last; tile++, products += hrs_panel_columns(plan, 0)) {
    const int top = tile / across * m, left = tile % across * m;
    const int rows = hrs_minimum(s->output_height - top, m), columns = hrs_minimum(s->output_width - left, m);
    for (int c = 0; c < channels; c += LANES) {
      const int channel = panel * hrs_panel_width + c, count = hrs_minimum(channels - c, LANES);
      const output_tile to = {
          .tensors = t,
          .bias = t->bias + channel,
          .offset = top * row_stride + left * pixel_stride + channel,
          .row_stride = row_stride,
          .pixel_stride = pixel_stride,
          .rows = rows,
          .columns = columns,
      };
      // Whole tiles and whole vectors are the rule, and worth a version without conditions.
      if (rows == m && columns == m && count == LANES)
        transform_output(m, stride, true, products + c, position_stride, &to, LANES);
      else
        transform_output(m, stride, false, products + c, position_stride, &to, count);
    }
  }
}

/// Lets a product read the weights of one position of a panel.
INLINE void point_to_weights(const hrs_convolution_plan *plan, const float *panel, int position, product *p) {
  const ptrdiff_t matrix = (ptrdiff_t)p->length * p->columns;
  if (!plan->is_lean) {
    p->weights = panel + position * matrix;
    return;
  }
  const int side = hrs_tile_side(plan), n = hrs_input_side(side, plan->shape.stride);
  const hrs_winograd_term term = hrs_winograd_terms(side, plan->shape.stride)[position % n];
  const float *line = panel + position / n * 3 * matrix;
  p->weights = line + term.first * matrix;
  p->kind = term.factor == 0 ? one_of_three : sum_of_two;
  p->second = (term.second - term.first) * matrix;
  p->factor = term.factor;
  // The next line, evenly over the positions of this one.
  p->ahead_step = hrs_divided_up(3 * p->columns, n);
  p->ahead = line + 3 * matrix + (ptrdiff_t)position % n * p->length * p->ahead_step;
}

INLINE void run_winograd(const int m, const int stride, const hrs_convolution_plan *plan,
                         const hrs_convolution_tensors *t, float *scratch, int first, int last) {
  const int positions = hrs_tile_positions(plan), channels = plan->shape.input_channels;
  const ptrdiff_t tile_stride = hrs_tile_stride(plan);
  float *zeros = scratch, *transformed = zeros + tile_stride;
  float *products = transformed + positions * hrs_transformed_stride(plan);
  memset(zeros, 0, sizeof(float) * tile_stride);

  int transformed_block = -1;
  for (int item = first; item < last; item++) {
    const int block = item / plan->panels, panel = item % plan->panels;
    const int start = block * plan->block, end = hrs_minimum(start + plan->block, plan->units);
    if (block != transformed_block) transform_inputs(m, stride, plan, t->input, zeros, transformed, start, end);
    transformed_block = block;

    const int columns = hrs_panel_columns(plan, panel);
    const float *weights = t->weights + (ptrdiff_t)panel * hrs_panel_width * hrs_patch_length(plan);
    for (int position = 0; position < positions; position++) {
      product p = {
          .data = transformed + (ptrdiff_t)position * hrs_transformed_stride(plan),
          .row_stride = tile_stride,
          .segments = 1,
          .length = channels,
          .columns = columns,
      };
      point_to_weights(plan, weights, position, &p);
      const matrix result = {products + (ptrdiff_t)position * hrs_products_stride(plan), hrs_panel_columns(plan, 0)};
      multiply_to_matrix(&p, &result, end - start);
    }
    transform_outputs(m, stride, plan, t, products, panel, start, end);
  }
}
