// The matrix product under every convolution: a few rows of data times a panel of weights.

/// Operands of `result = data * weights`.
///
/// A row of `data` is `segments` stretches of `length` floats: one for a plain product, three for a 3x3 convolution,
/// whose window covers three stretches of a picture in NHWC order.
typedef struct {
  const float *data;
  ptrdiff_t row_stride, segment_stride;
  int segments, length;
  const float *weights;  // [segments * length][columns]
  int columns;           // 16 or 32
  float *result;
  ptrdiff_t result_stride;
  // Where the result is a convolution's output instead:
  const hr_convolution_tensors *tensors;
  const float *bias;
  ptrdiff_t offset;  // of the first row in output and residual
  int channels;      // to write
} product;

// Weights come from memory, once a pass. The processor's own prefetching stops at the end of every page. They are asked
// for 8 KB ahead, into the second-level cache: what is on its way to the first-level cache is limited to a few lines.
enum { prefetch_distance = 2048, cache_line = 16 };

/// What a sum of products starts from: the bias, plus the residual where there is one.
INLINE vec initial_sum(const hr_convolution_tensors *t, const float *bias, ptrdiff_t offset, int count) {
  const vec value = load(bias);
  if (!t->residual) return value;
  return value + (count == LANES ? load(t->residual + offset) : load_some(t->residual + offset, count));
}

/// Writes `count` channels of one pixel, rectified where that is wanted.
INLINE void write_output(const hr_convolution_tensors *t, vec sum, ptrdiff_t offset, int count) {
  const vec value = t->relu ? rectified(sum) : sum;
  if (count == LANES)
    store(t->output + offset, value);
  else
    store_some(t->output + offset, value, count);
}

// Some PRODUCT_ROWS rows times two vectors of columns are as many sums as fit in registers; their number also covers
// the latency of the additions. `rows`, `vectors` and `is_output` are constants where this is called.
INLINE void multiply_rows(const int rows, const int vectors, const bool is_output, const product *p, int row,
                          int column) {
  vec sums[PRODUCT_ROWS][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      const int first = column + v * LANES;
      sums[r][v] = is_output ? initial_sum(p->tensors, p->bias + first, p->offset + (row + r) * p->result_stride + first,
                                           hr_minimum(p->channels - first, LANES))
                             : (vec){0};
    }

  // A convolution's input, residual and output are read and written in twelve places at once, too many for the
  // processor to see that they are all walked along.
  if (is_output) {
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
      for (int c = 0; c < vectors * LANES; c += cache_line) {
        const ptrdiff_t next = p->offset + (row + PRODUCT_ROWS + r) * p->result_stride + column + c;
        if (p->tensors->residual) __builtin_prefetch(p->tensors->residual + next);
        __builtin_prefetch(p->tensors->output + next, 1);
      }
  }

  const float *weights = p->weights + column, *data = p->data + row * p->row_stride;
  const ptrdiff_t stride = p->row_stride, columns = p->columns;
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
      for (int v = 0; v < vectors * LANES; v += cache_line) __builtin_prefetch(weights + prefetch_distance + v, 0, 2);
      if (is_output) {
        __builtin_prefetch(next_rows);
        next_rows += PRODUCT_ROWS;
      }
      vec w[2];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) w[v] = load(weights + v * LANES);
#pragma clang loop unroll(full)
      for (int r = 0; r < rows; r++) {
        const vec x = splat(rows_of_three[r / 3][r % 3 * stride]);
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sums[r][v] += x * w[v];
      }
      d0++, d3++, d6++, d9++;
      weights += columns;
    }
  }

#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      const int first = column + v * LANES;
      const ptrdiff_t offset = (row + r) * p->result_stride + first;
      if (is_output)
        write_output(p->tensors, sums[r][v], p->offset + offset, hr_minimum(p->channels - first, LANES));
      else
        store(p->result + offset, sums[r][v]);
    }
}

INLINE void multiply_some_rows(const int vectors, const bool is_output, const product *p, int row, int rows,
                               int column) {
  switch (rows) {
#define ROWS(n) \
  case n: multiply_rows(n, vectors, is_output, p, row, column); break;
    ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6)
#if PRODUCT_ROWS > 6
    ROWS(7) ROWS(8) ROWS(9) ROWS(10) ROWS(11) ROWS(12)
#endif
#undef ROWS
  }
}

/// Any number of rows.
INLINE void multiply(const bool is_output, const product *p, int rows) {
  for (int row = 0; row < rows; row += PRODUCT_ROWS) {
    const int count = hr_minimum(rows - row, PRODUCT_ROWS);
    int column = 0;
    for (; column + 2 * LANES <= p->columns; column += 2 * LANES)
      multiply_some_rows(2, is_output, p, row, count, column);
    for (; column < p->columns; column += LANES) multiply_some_rows(1, is_output, p, row, count, column);
  }
}

/// The product itself.
static void multiply_plainly(const product *p, int rows) { multiply(false, p, rows); }

/// With bias, residual and ReLU.
static void multiply_to_output(const product *p, int rows) { multiply(true, p, rows); }
