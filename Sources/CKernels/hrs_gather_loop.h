// Sums of positions, weighed by channels of another activation.

// Positions whose sum is added up before it is added to the rest: long sums of single precision lose digits.
enum { gather_stretch = 256 };

INLINE vec load_up_to(const float *from, int count) {
  return count >= LANES ? load(from) : count > 0 ? load_some(from, count) : (vec){0};
}

/// `rows` and `vectors` are constants where this is called; `count` is how many of the panel's columns there are.
INLINE void gather_rows(const int rows, const int vectors, const float *weights, int weight_stride,
                        const float *features, int columns, int count, int positions, float *output) {
  vec sums[6][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[r][v] = (vec){0};
  for (int position = 0; position < positions; position++) {
    vec x[2];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) x[v] = load_up_to(features + v * LANES, count - v * LANES);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      const vec weight = splat(weights[r]);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sums[r][v] += weight * x[v];
    }
    weights += weight_stride;
    features += columns;
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      const int left = hrs_minimum(count - v * LANES, LANES);
      float *to = output + (ptrdiff_t)r * columns + v * LANES;
      if (left > 0) store_some(to, load_up_to(to, left) + sums[r][v], left);
    }
}

static void gather(const float *weights, int rows, const float *features, int columns, size_t positions, float *output,
                   int first, int last) {
  for (int panel = first; panel < last; panel++) {
    const int start = panel * hrs_gather_panel, end = hrs_minimum(start + hrs_gather_panel, columns);
    for (int row = 0; row < rows; row++)
      for (int c = start; c < end; c++) output[(ptrdiff_t)row * columns + c] = 0;
    for (size_t position = 0; position < positions; position += gather_stretch) {
      const size_t left = positions - position;
      const int count = left < gather_stretch ? (int)left : gather_stretch;
      for (int c = start; c < end; c += 2 * LANES) {
        const float *x = features + position * columns + c;
        for (int row = 0; row < rows;) {
          const float *w = weights + position * rows + row;
          float *to = output + (ptrdiff_t)row * columns + c;
          if (rows - row >= 6) {
            gather_rows(6, 2, w, rows, x, columns, end - c, count, to);
            row += 6;
          } else {
            gather_rows(1, 2, w, rows, x, columns, end - c, count, to);
            row += 1;
          }
        }
      }
    }
  }
}
