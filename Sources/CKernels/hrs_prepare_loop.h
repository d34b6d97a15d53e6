// Weights in the order that products read them, transformed where a product reads transformed ones. In double precision:
// this is done once, and what is lost here is lost in every pass.

typedef double double_vec __attribute__((vector_size(8 * LANES)));

/// Three numbers of a line of a Winograd kernel, of which its positions are made (hrs_winograd_terms).
///
/// @param x A line: three numbers, `step` apart.
INLINE void halve_line(const int side, const int stride, const double_vec *x, const int step, double_vec half[3]) {
  const double_vec x0 = x[0], x1 = x[step], x2 = x[2 * step];
  const double r = 0.70710678118654752;
  if (side == 2) {
    half[0] = stride == 2 ? x0 : x0 + x2;
    half[1] = stride == 2 ? x2 : x1;
    half[2] = stride == 2 ? x1 : x0;
  } else {
    half[0] = stride == 2 ? 2 * r / 3 * x0 : -2.0 / 3 * x0 - 1.0 / 3 * x2;
    half[1] = stride == 2 ? -1.0 / 3 * x2 : 1.0 / 3 * x0 + 2.0 / 3 * x2;
    half[2] = stride == 2 ? x1 : 2 * r / 3 * x1;
  }
}

INLINE void finish(const double_vec half[3], const hrs_winograd_term *term, double_vec *result) {
  *result = half[term->first] + (double)term->factor * half[term->second];
}

/// What is kept of a Winograd kernel: of each line of positions three numbers, or all of them.
INLINE void transform_kernel(const hrs_convolution_plan *plan, const double_vec kernel[9], double_vec *transformed) {
  const int side = hrs_tile_side(plan), stride = plan->shape.stride, n = hrs_input_side(side, stride);
  const hrs_winograd_term *terms = hrs_winograd_terms(side, stride);
  double_vec columns[3][3];
  for (int x = 0; x < 3; x++) halve_line(side, stride, kernel + x, 3, columns[x]);
  for (int y = 0; y < n; y++) {
    double_vec line[3], half[3];
    for (int x = 0; x < 3; x++) finish(columns[x], terms + y, line + x);
    halve_line(side, stride, line, 1, half);
    if (plan->is_lean)
      for (int x = 0; x < 3; x++) *transformed++ = half[x];
    else
      for (int x = 0; x < n; x++) finish(half, terms + x, transformed++);
  }
}

/// The kernels between one input channel and some output channels, multiplied by what normalisation multiplies with.
INLINE void gather_kernels(const hrs_convolution_plan *plan, const float *weights, const float *scale, int input,
                           int output, int count, double_vec *kernel) {
  const int inputs = plan->shape.input_channels, taps = plan->shape.kernel * plan->shape.kernel;
  if (count < LANES)
    for (int tap = 0; tap < taps; tap++) kernel[tap] = (double_vec){0};
  for (int lane = 0; lane < count; lane++) {
    const float *from = weights + ((size_t)(output + lane) * inputs + input) * taps;
    for (int tap = 0; tap < taps; tap++) ((double *)(kernel + tap))[lane] = (double)from[tap] * scale[output + lane];
  }
}

static void prepare_weights(const hrs_convolution_plan *plan, const float *weights, const float *scale, int first,
                            int last, float *prepared) {
  const int inputs = plan->shape.input_channels, taps = hrs_kept_taps(plan);
  for (int panel = 0; panel < plan->panels; panel++) {
    const int columns = hrs_panel_columns(plan, panel), channels = hrs_panel_channels(plan, panel);
    float *to = prepared + (size_t)panel * hrs_panel_width * hrs_patch_length(plan);
    for (int input = first; input < last; input++)
      for (int column = 0; column < columns; column += LANES) {
        double_vec kernel[49], transformed[81];
        const int count = hrs_minimum(hrs_maximum(channels - column, 0), LANES);
        gather_kernels(plan, weights, scale, input, panel * hrs_panel_width + column, count, kernel);
        if (plan->method != hrs_direct) transform_kernel(plan, kernel, transformed);
        const double_vec *kept = plan->method == hrs_direct ? kernel : transformed;
        for (int tap = 0; tap < taps; tap++)
          store(to + ((size_t)tap * inputs + input) * columns + column, __builtin_convertvector(kept[tap], vec));
      }
  }
}
