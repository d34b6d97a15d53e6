// Winograd convolution F(m x m, 3x3), m = 2 or 4: a tile of m x m outputs from (m+2) x (m+2) inputs by element-wise
// products of transformed tiles, which over all channels are (m+2)^2 matrix products (Lavin and Gray, "Fast Algorithms
// for Convolutional Neural Networks", CVPR 2016).
//
// Interpolation points of m = 2: 0, 1, -1, infinity. Of m = 4: 0, r, -r, 2r, -2r, infinity with r = sqrt(1/2), which
// takes as many operations as the usual 1 and 2 for r, and errs a third as much: no factor is above 4
// (compare Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution", TOMS 2020).

static const float root_of_half = 0.70710678118654752f;

/// One row or column of an input tile: `B^T x`.
INLINE void transform_input_line(const int m, const vec *x, const int stride, vec *y, const int result_stride) {
#define X(i) x[(i) * stride]
#define Y(i) y[(i) * result_stride]
  if (m == 2) {
    Y(0) = X(0) - X(2);
    Y(1) = X(1) + X(2);
    Y(2) = X(2) - X(1);
    Y(3) = X(3) - X(1);
  } else {
    const vec a = X(4) - 2 * X(2), b = X(3) - 2 * X(1), c = X(4) - 0.5f * X(2), d = X(3) - 0.5f * X(1);
    Y(0) = X(0) + (X(4) - 2.5f * X(2));
    Y(1) = a + root_of_half * b;
    Y(2) = a - root_of_half * b;
    Y(3) = c + 2 * root_of_half * d;
    Y(4) = c - 2 * root_of_half * d;
    Y(5) = X(1) + (X(5) - 2.5f * X(3));
  }
}

/// One row or column of a tile of products: `A^T x`.
INLINE void transform_output_line(const int m, const vec *x, const int stride, vec *y, const int result_stride) {
  if (m == 2) {
    Y(0) = X(0) + X(1) + X(2);
    Y(1) = X(1) - X(2) + X(3);
  } else {
    const vec a = X(1) + X(2), b = X(1) - X(2), c = X(3) + X(4), d = X(3) - X(4);
    Y(0) = X(0) + a + c;
    Y(1) = root_of_half * (b + 2 * d);
    Y(2) = 0.5f * a + 2 * c;
    Y(3) = 0.5f * root_of_half * (b + 8 * d) + X(5);
  }
#undef X
#undef Y
}

/// Transforms some channels of one tile.
///
/// @param pixels The tile's input pixels; those outside the picture point to zeros.
/// @param to     Where the first position's channels go; the next position's are `position_stride` further.
INLINE void transform_input(const int m, const float *const *pixels, int channel, int count, float *to,
                            ptrdiff_t position_stride) {
  const int n = m + 2;
  vec tile[36], lines[36];
#pragma clang loop unroll(full)
  for (int x = 0; x < n; x++) {
#pragma clang loop unroll(full)
    for (int y = 0; y < n; y++) {
      const float *from = pixels[y * n + x] + channel;
      tile[y * n + x] = count == LANES ? load(from) : load_some(from, count);
    }
    transform_input_line(m, tile + x, n, lines + x, n);
  }
#pragma clang loop unroll(full)
  for (int y = 0; y < n; y++) {
    transform_input_line(m, lines + y * n, 1, tile, 1);
#pragma clang loop unroll(full)
    for (int x = 0; x < n; x++) store(to + (y * n + x) * position_stride, tile[x]);
  }
}

/// All channels of tiles `first` to `last`: transformed is [positions][tiles of a block][channels].
INLINE void transform_inputs(const int m, const hr_convolution_plan *plan, const float *input, const float *zeros,
                             float *transformed, int first, int last) {
  const hr_convolution_shape *s = &plan->shape;
  const int n = m + 2, channels = s->input_channels, across = hr_tiles_across(plan);
  const ptrdiff_t tile_stride = hr_tile_stride(plan), position_stride = tile_stride * plan->block;
  for (int tile = first; tile < last; tile++, transformed += tile_stride) {
    const int top = tile / across * m - 1, left = tile % across * m - 1;
    const float *pixels[36];
    for (int y = 0; y < n; y++)
      for (int x = 0; x < n; x++) {
        const bool is_inside = top + y >= 0 && top + y < s->input_height && left + x >= 0 && left + x < s->input_width;
        pixels[y * n + x] =
            is_inside ? input + ((ptrdiff_t)(top + y) * s->input_width + left + x) * channels : zeros;
      }
    int c = 0;
    for (; c + LANES <= channels; c += LANES) transform_input(m, pixels, c, LANES, transformed + c, position_stride);
    if (c < channels) transform_input(m, pixels, c, channels - c, transformed + c, position_stride);
  }
}

/// One vector of output channels of one tile, finished.
///
/// @param rows, columns Of the tile's output, those inside the picture.
INLINE void transform_output(const int m, const tensors *t, const float *products, ptrdiff_t position_stride,
                             const float *bias, ptrdiff_t offset, ptrdiff_t row_stride, ptrdiff_t pixel_stride,
                             int rows, int columns, int count) {
  const int n = m + 2;
  vec column[6], lines[24], outputs[16];
#pragma clang loop unroll(full)
  for (int x = 0; x < n; x++) {
#pragma clang loop unroll(full)
    for (int y = 0; y < n; y++) column[y] = load(products + (y * n + x) * position_stride);
    transform_output_line(m, column, 1, lines + x, n);
  }
#pragma clang loop unroll(full)
  for (int y = 0; y < m; y++) transform_output_line(m, lines + y * n, 1, outputs + y * m, 1);
#pragma clang loop unroll(full)
  for (int y = 0; y < m; y++)
#pragma clang loop unroll(full)
    for (int x = 0; x < m; x++)
      if (y < rows && x < columns)
        finish_vector(t, outputs[y * m + x], bias, offset + y * row_stride + x * pixel_stride, count);
}

INLINE void transform_outputs(const int m, const hr_convolution_plan *plan, const tensors *t, const float *products,
                              int panel, int first, int last) {
  const hr_convolution_shape *s = &plan->shape;
  const int across = hr_tiles_across(plan), channels = hr_panel_channels(plan, panel);
  const ptrdiff_t pixel_stride = s->output_channels, row_stride = pixel_stride * s->output_width;
  const ptrdiff_t position_stride = (ptrdiff_t)plan->block * hr_panel_width;
  for (int tile = first; tile < last; tile++, products += hr_panel_width) {
    const int top = tile / across * m, left = tile % across * m;
    const int rows = hr_minimum(s->output_height - top, m), columns = hr_minimum(s->output_width - left, m);
    for (int c = 0; c < channels; c += LANES) {
      const int channel = panel * hr_panel_width + c, count = hr_minimum(channels - c, LANES);
      const ptrdiff_t offset = top * row_stride + left * pixel_stride + channel;
      // Whole tiles and whole vectors are the rule, and worth a version without conditions.
      if (rows == m && columns == m && count == LANES)
        transform_output(m, t, products + c, position_stride, t->bias + channel, offset, row_stride, pixel_stride, m, m,
                         LANES);
      else
        transform_output(m, t, products + c, position_stride, t->bias + channel, offset, row_stride, pixel_stride, rows,
                         columns, count);
    }
  }
}

INLINE void run_winograd(const int m, const hr_convolution_plan *plan, const tensors *t, int first, int last) {
  const int positions = (m + 2) * (m + 2), channels = plan->shape.input_channels;
  const ptrdiff_t tile_stride = hr_tile_stride(plan);
  float *zeros = t->scratch, *transformed = zeros + tile_stride;
  float *products = transformed + positions * plan->block * tile_stride;
  memset(zeros, 0, sizeof(float) * tile_stride);

  int transformed_block = -1;
  for (int item = first; item < last; item++) {
    const int block = item / plan->panels, panel = item % plan->panels;
    const int start = block * plan->block, end = hr_minimum(start + plan->block, plan->units);
    if (block != transformed_block) transform_inputs(m, plan, t->input, zeros, transformed, start, end);
    transformed_block = block;

    const int columns = hr_panel_columns(plan, panel);
    const float *weights = t->weights + (ptrdiff_t)panel * hr_panel_width * hr_patch_length(plan);
    for (int position = 0; position < positions; position++) {
      const product p = {
          .data = transformed + position * plan->block * tile_stride,
          .row_stride = tile_stride,
          .segments = 1,
          .length = channels,
          .weights = weights + (ptrdiff_t)position * channels * columns,
          .columns = columns,
          .result = products + (ptrdiff_t)position * plan->block * hr_panel_width,
          .result_stride = hr_panel_width,
      };
      multiply(&p, end - start);
    }
    transform_outputs(m, plan, t, products, panel, start, end);
  }
}
