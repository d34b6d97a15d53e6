// The transforms of one row or column of a tile, of which those of a whole tile are made: Winograd's F(m, 3).
//
// Stride 1 takes m + 2 positions a line for m outputs. Stride 2 splits a line into its even inputs, which the middle
// weight multiplies as they are, and its odd ones, which the outer two weights meet as F(m, 2): 2m + 1 positions.
//
// Interpolation points of m = 2: 0, 1, -1, infinity; at stride 2: 0, 1, infinity. Of m = 4: r, -r, 2r, -2r, infinity with
// r = sqrt(1/2), and 0 at stride 1. They take as many operations as the usual 1 and 2 for r, and err a third as much: no
// factor is above 4 (compare Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution",
// TOMS 2020).

static const float root_of_half = 0.70710678118654752f;

// Weights of positions are sums of two of three numbers (hrs_winograd_terms), so that they can be kept half transformed.
// Some have another sign or size for it, and their inputs the inverse.

/// Five inputs, `step` apart, at the points r, -r, 2r, -2r and infinity.
INLINE void interpolate(const vec *x, const int step, vec *y) {
  const vec x0 = x[0], x1 = x[step], x2 = x[2 * step], x3 = x[3 * step], x4 = x[4 * step];
  const vec a = x3 - 2 * x1, b = x2 - 2 * x0, c = 0.5f * x3 - 0.25f * x1, d = x2 - 0.5f * x0;
  y[0] = a + root_of_half * b;
  y[1] = a - root_of_half * b;
  y[2] = c + root_of_half * d;
  y[3] = c - root_of_half * d;
  y[4] = x0 + (x4 - 2.5f * x2);
}

/// Four outputs from the products at those points.
INLINE void evaluate(const vec *x, vec *y) {
  const vec a = x[0] + x[1], b = x[0] - x[1], c = x[2] + x[3], d = x[2] - x[3];
  y[0] = a + c;
  y[1] = root_of_half * (b + 2 * d);
  y[2] = 0.5f * a + 2 * c;
  y[3] = 0.5f * root_of_half * (b + 8 * d) + x[4];
}

/// One row or column of an input tile: `B^T x`.
INLINE void transform_input_line(const int m, const int stride, const vec *x, vec *y) {
  if (m == 2 && stride == 1) {
    y[0] = x[0] - x[2];
    y[1] = 0.5f * x[1] + 0.5f * x[2];
    y[2] = 0.5f * x[2] - 0.5f * x[1];
    y[3] = x[3] - x[1];
  } else if (m == 2) {
    y[0] = x[0] - x[2];
    y[1] = x[2];
    y[2] = x[4] - x[2];
    y[3] = x[1];
    y[4] = x[3];
  } else if (stride == 1) {
    y[0] = 2.5f * x[2] - x[0] - x[4];
    interpolate(x + 1, 1, y + 1);
  } else {
    interpolate(x, 2, y);
    y[3] = -y[3];
    y[4] = -3 * y[4];
    for (int i = 0; i < 4; i++) y[5 + i] = x[2 * i + 1];
  }
}

/// One row or column of a tile of products: `A^T x`.
INLINE void transform_output_line(const int m, const int stride, const vec *x, vec *y) {
  if (m == 2 && stride == 1) {
    y[0] = x[0] + x[1] + x[2];
    y[1] = x[1] - x[2] + x[3];
  } else if (m == 2) {
    y[0] = x[0] + x[1] + x[3];
    y[1] = x[1] + x[2] + x[4];
  } else if (stride == 1) {
    evaluate(x + 1, y);
    y[0] += x[0];
  } else {
    evaluate(x, y);
    for (int i = 0; i < 4; i++) y[i] += x[5 + i];
  }
}
