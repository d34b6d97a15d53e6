// Convolutions as written: sums of products, of any kernel and stride.

/// Copies the input rows that a block of output rows reads, with zeros around.
static void pad_rows(const hrs_convolution_plan *plan, const float *input, float *padded, int first, int last) {
  const hrs_convolution_shape *s = &plan->shape;
  const int padding = s->kernel / 2, border = padding * s->input_channels, row = s->input_width * s->input_channels;
  const int top = first * s->stride - padding + plan->parity_y;
  for (int y = top; y < top + (last - 1 - first) * s->stride + s->kernel; y++) {
    if (y < 0 || y >= s->input_height) {
      memset(padded, 0, sizeof(float) * hrs_padded_row(plan));
    } else {
      memset(padded, 0, sizeof(float) * border);
      memcpy(padded + border, input + (ptrdiff_t)y * row, sizeof(float) * row);
      memset(padded + border + row, 0, sizeof(float) * border);
    }
    padded += hrs_padded_row(plan);
  }
}

static void run_direct(const hrs_convolution_plan *plan, const hrs_convolution_tensors *t, float *scratch, int first,
                       int last) {
  const hrs_convolution_shape *s = &plan->shape;
  const bool is_plain = hrs_is_plain_product(s);
  const ptrdiff_t channels = s->output_channels;
  int padded_block = -1;
  for (int item = first; item < last; item++) {
    const int block = item / plan->panels, panel = item % plan->panels;
    const int start = block * plan->block, end = hrs_minimum(start + plan->block, plan->units);
    if (!is_plain && block != padded_block) pad_rows(plan, t->input, scratch, start, end);
    padded_block = block;

    product p = {
        .row_stride = s->stride * s->input_channels,
        .segment_stride = hrs_padded_row(plan),
        .segments = s->kernel,
        .length = s->kernel * s->input_channels,
        .weights = t->weights + (ptrdiff_t)panel * hrs_panel_width * hrs_patch_length(plan),
        .columns = hrs_panel_columns(plan, panel),
    };
    pixels output = {
        .tensors = t,
        .bias = t->bias + panel * hrs_panel_width,
        .pixel_stride = plan->step * channels,
        .channels = hrs_panel_channels(plan, panel),
    };
    // A plain product is one long row of pixels.
    const int rows = is_plain ? 1 : end - start, width = is_plain ? end - start : s->output_width;
    const float *data =
        is_plain ? t->input + (ptrdiff_t)start * s->input_channels : scratch + plan->parity_x * s->input_channels;
    const ptrdiff_t pixel = is_plain ? start : (ptrdiff_t)start * plan->step * plan->step * s->output_width;
    // From one row that is written to the next, in pixels.
    const ptrdiff_t row = (ptrdiff_t)plan->step * plan->step * width;
    const ptrdiff_t first_pixel = pixel + (ptrdiff_t)plan->parity_y * plan->step * s->output_width + plan->parity_x;
    for (int y = 0; y < rows; y++) {
      p.data = data + (ptrdiff_t)y * s->stride * p.segment_stride;
      output.offset = (first_pixel + y * row) * channels + panel * hrs_panel_width;
      multiply_to_pixels(&p, &output, width);
    }
  }
}
