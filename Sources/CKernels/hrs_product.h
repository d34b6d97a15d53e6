// The matrix product under every convolution: a few rows of data times a panel of weights.

/// How weights are kept: as they are multiplied with, or half transformed (hrs_winograd_terms).
typedef enum { whole, one_of_three, sum_of_two } weight_kind;

/// Operands of a product of data and weights.
///
/// A row of `data` is `segments` stretches of `length` floats: one for a plain product, three for a 3x3 convolution,
/// whose window covers three stretches of a picture in NHWC order.
typedef struct {
  const float *data;
  ptrdiff_t row_stride, segment_stride;
  int segments, length;
  const float *weights;  // [segments * length][columns]
  int columns;           // 16 or 32
  weight_kind kind;
  // Of a sum of two: `factor` times what lies so many floats further is added.
  ptrdiff_t second;
  float factor;
  // Of weights half transformed: those that are needed soon, and how many are asked for with every row of these.
  const float *ahead;
  ptrdiff_t ahead_step;
} product;

/// Where the rows of a product go as they are.
typedef struct {
  float *rows;
  ptrdiff_t row_stride;
} matrix;

/// Where they go as pixels of a convolution's output, with bias, residual and ReLU.
typedef struct {
  const hrs_convolution_tensors *tensors;
  const float *bias;
  ptrdiff_t offset;  // of the first pixel in output and residual
  ptrdiff_t pixel_stride;
  int channels;  // to write
} pixels;

// Weights come from memory, once a pass. The processor's own prefetching stops at the end of every page. They are asked
// for 8 KB ahead, into the second-level cache: what is on its way to the first-level cache is limited to a few lines.
enum { prefetch_distance = 2048, cache_line = 16 };

/// What a sum of products starts from: the bias, plus the residual where there is one.
INLINE vec initial_sum(const hrs_convolution_tensors *t, const float *bias, ptrdiff_t offset, int count) {
  const vec value = load(bias);
  if (!t->residual) return value;
  return value + (count == LANES ? load(t->residual + offset) : load_some(t->residual + offset, count));
}

/// Writes `count` channels of one pixel, rectified where that is wanted.
INLINE void write_output(const hrs_convolution_tensors *t, vec sum, ptrdiff_t offset, int count) {
  const vec value = t->relu ? rectified(sum) : sum;
  if (count == LANES)
    store(t->output + offset, value);
  else
    store_some(t->output + offset, value, count);
}

// Some PRODUCT_ROWS rows times two vectors of columns are as many sums as fit in registers; their number also covers
// the latency of the additions. `rows` and `vectors` are constants where the following are called.
typedef vec row_sums[2];

INLINE void start_at_zero(const int rows, const int vectors, row_sums *sums) {
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[r][v] = (vec){0};
}

INLINE void start_at_bias(const int rows, const int vectors, const pixels *to, int row, int column, row_sums *sums) {
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      const int first = column + v * LANES;
      const ptrdiff_t offset = to->offset + (row + r) * to->pixel_stride + first;
      sums[r][v] = initial_sum(to->tensors, to->bias + first, offset, hrs_minimum(to->channels - first, LANES));
    }
}

/// A convolution's input, residual and output are read and written in twelve places at once, too many for the processor
/// to see that they are all walked along.
INLINE void prefetch_next_pixels(const int rows, const int vectors, const pixels *to, int row, int column) {
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < vectors * LANES; c += cache_line) {
      const ptrdiff_t next = to->offset + (row + PRODUCT_ROWS + r) * to->pixel_stride + column + c;
      if (to->tensors->residual) __builtin_prefetch(to->tensors->residual + next);
      __builtin_prefetch(to->tensors->output + next, 1);
    }
}

/// @param reads_ahead Whether the data of the next rows is asked for as well.
INLINE void add_products(const int rows, const int vectors, const bool reads_ahead, const weight_kind kind,
                         const product *p, int row, int column, row_sums *sums) {
  const float *weights = p->weights + column, *ahead = p->ahead + column, *data = p->data + row * p->row_stride;
  const ptrdiff_t stride = p->row_stride, columns = p->columns, second = p->second, ahead_step = p->ahead_step;
  const vec factor = splat(p->factor);
  const float *next_rows = data + PRODUCT_ROWS * stride;
  for (int segment = 0; segment < p->segments; segment++) {
    const float *d0 = data + segment * p->segment_stride;
    const float *d3 = d0 + 3 * stride, *d6 = d0 + 6 * stride, *d9 = d0 + 9 * stride;
    for (int k = p->length; k > 0; k--) {
      // Hides where these pointers come from: the compiler would keep twelve of them, more than there are registers,
      // where four and the stride are enough.
      __asm__("" : "+r"(d0), "+r"(d3), "+r"(d6), "+r"(d9));
      const float *const rows_of_three[4] = {d0, d3, d6, d9};
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors * LANES; v += cache_line)
        __builtin_prefetch((kind == whole ? weights + prefetch_distance : ahead) + v, 0, 2);
      if (reads_ahead) {
        __builtin_prefetch(next_rows);
        next_rows += PRODUCT_ROWS;
      }
      vec w[2];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) {
        w[v] = load(weights + v * LANES);
        if (kind == sum_of_two) w[v] += factor * load(weights + second + v * LANES);
      }
#pragma clang loop unroll(full)
      for (int r = 0; r < rows; r++) {
        const vec x = splat(rows_of_three[r / 3][r % 3 * stride]);
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sums[r][v] += x * w[v];
      }
      d0++, d3++, d6++, d9++;
      weights += columns;
      ahead += ahead_step;
    }
  }
}

INLINE void store_sums(const int rows, const int vectors, const row_sums *sums, const matrix *to, int row, int column) {
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) store(to->rows + (row + r) * to->row_stride + column + v * LANES, sums[r][v]);
}

INLINE void write_sums(const int rows, const int vectors, const row_sums *sums, const pixels *to, int row, int column) {
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      const int first = column + v * LANES;
      const ptrdiff_t offset = to->offset + (row + r) * to->pixel_stride + first;
      write_output(to->tensors, sums[r][v], offset, hrs_minimum(to->channels - first, LANES));
    }
}

/// Some rows and columns, to a matrix or to pixels; the other one is a constant NULL.
INLINE void multiply_rows(const int rows, const int vectors, const product *p, const matrix *result,
                          const pixels *output, int row, int column) {
  vec sums[PRODUCT_ROWS][2];
  if (result) {
    start_at_zero(rows, vectors, sums);
    switch (p->kind) {
    case whole: add_products(rows, vectors, false, whole, p, row, column, sums); break;
    case one_of_three: add_products(rows, vectors, false, one_of_three, p, row, column, sums); break;
    case sum_of_two: add_products(rows, vectors, false, sum_of_two, p, row, column, sums); break;
    }
    store_sums(rows, vectors, sums, result, row, column);
  } else {
    start_at_bias(rows, vectors, output, row, column, sums);
    prefetch_next_pixels(rows, vectors, output, row, column);
    add_products(rows, vectors, true, whole, p, row, column, sums);
    write_sums(rows, vectors, sums, output, row, column);
  }
}

INLINE void multiply_some_rows(const int vectors, const product *p, const matrix *result, const pixels *output, int row,
                               int rows, int column) {
  switch (rows) {
    // clang-format off
#define ROWS(n) case n: multiply_rows(n, vectors, p, result, output, row, column); break;
    ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6)
#if PRODUCT_ROWS > 6
    ROWS(7) ROWS(8) ROWS(9) ROWS(10) ROWS(11) ROWS(12)
#endif
#undef ROWS
    // clang-format on
  }
}

/// Any number of rows.
INLINE void multiply(const product *p, const matrix *result, const pixels *output, int rows) {
  for (int row = 0; row < rows; row += PRODUCT_ROWS) {
    const int count = hrs_minimum(rows - row, PRODUCT_ROWS);
    int column = 0;
    for (; column + 2 * LANES <= p->columns; column += 2 * LANES)
      multiply_some_rows(2, p, result, output, row, count, column);
    for (; column < p->columns; column += LANES) multiply_some_rows(1, p, result, output, row, count, column);
  }
}

/// The product itself. Not to nowhere, says the attribute: which of the two is asked for is then known when compiled.
static __attribute__((nonnull)) void multiply_to_matrix(const product *p, const matrix *result, int rows) {
  multiply(p, result, NULL, rows);
}

/// With bias, residual and ReLU.
static void multiply_to_pixels(const product *p, const pixels *output, int rows) { multiply(p, NULL, output, rows); }
