// The matrix product under every convolution: a few rows of data times a panel of weights.

/// What one convolution reads and writes.
typedef struct {
  const float *input, *weights, *bias, *residual;
  bool relu;
  float *output, *scratch;
} tensors;

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
} product;

// Weights come from memory, once a pass. The processor's own prefetching stops at the end of every page.
enum { prefetch_distance = 512, cache_line = 16 };

// Some PRODUCT_ROWS rows times two vectors of columns are as many sums as fit in registers; their number also covers
// the latency of the additions. `rows` and `vectors` are constants where this is called.
INLINE void multiply_rows(const int rows, const int vectors, const product *p, const float *data, float *result,
                          int column) {
  vec sums[PRODUCT_ROWS][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[r][v] = (vec){0};

  const float *weights = p->weights + column;
  const ptrdiff_t stride = p->row_stride, columns = p->columns;
  for (int segment = 0; segment < p->segments; segment++) {
    const float *d0 = data + segment * p->segment_stride;
    const float *d3 = d0 + 3 * stride, *d6 = d0 + 6 * stride, *d9 = d0 + 9 * stride;
    for (int k = p->length; k > 0; k--) {
      // Hides where these pointers come from: the compiler would keep twelve of them, more than there are registers,
      // where four and the stride are enough.
      __asm__("" : "+r"(d0), "+r"(d3), "+r"(d6), "+r"(d9));
      const float *const rows_of_three[4] = {d0, d3, d6, d9};
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors * LANES; v += cache_line) __builtin_prefetch(weights + prefetch_distance + v);
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
    for (int v = 0; v < vectors; v++) store(result + r * p->result_stride + column + v * LANES, sums[r][v]);
}

INLINE void multiply_some_rows(const int vectors, int rows, const product *p, const float *data, float *result,
                               int column) {
  switch (rows) {
    case 1: multiply_rows(1, vectors, p, data, result, column); break;
    case 2: multiply_rows(2, vectors, p, data, result, column); break;
    case 3: multiply_rows(3, vectors, p, data, result, column); break;
    case 4: multiply_rows(4, vectors, p, data, result, column); break;
    case 5: multiply_rows(5, vectors, p, data, result, column); break;
    case 6: multiply_rows(6, vectors, p, data, result, column); break;
#if PRODUCT_ROWS > 6
    case 7: multiply_rows(7, vectors, p, data, result, column); break;
    case 8: multiply_rows(8, vectors, p, data, result, column); break;
    case 9: multiply_rows(9, vectors, p, data, result, column); break;
    case 10: multiply_rows(10, vectors, p, data, result, column); break;
    case 11: multiply_rows(11, vectors, p, data, result, column); break;
    case 12: multiply_rows(12, vectors, p, data, result, column); break;
#endif
  }
}

/// Any number of rows.
static void multiply(const product *p, int rows) {
  for (int row = 0; row < rows; row += PRODUCT_ROWS) {
    const int count = hr_minimum(rows - row, PRODUCT_ROWS);
    const float *data = p->data + row * p->row_stride;
    float *result = p->result + row * p->result_stride;
    int column = 0;
    for (; column + 2 * LANES <= p->columns; column += 2 * LANES)
      multiply_some_rows(2, count, p, data, result, column);
    for (; column < p->columns; column += LANES) multiply_some_rows(1, count, p, data, result, column);
  }
}

/// `sum + bias`, plus the residual, rectified, to `count` channels of one pixel.
INLINE void finish_vector(const tensors *t, vec sum, const float *bias, ptrdiff_t offset, int count) {
  vec value = sum + load(bias);
  if (count == LANES) {
    if (t->residual) value += load(t->residual + offset);
    store(t->output + offset, t->relu ? rectified(value) : value);
  } else {
    if (t->residual) value += load_some(t->residual + offset, count);
    store_some(t->output + offset, t->relu ? rectified(value) : value, count);
  }
}
