// Means and maxima over squares.

INLINE vec square_sum(const float *from, ptrdiff_t row, int channels, int side, int count) {
  vec sum = {0};
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++) {
      const float *pixel = from + y * row + (ptrdiff_t)x * channels;
      sum += count == LANES ? load(pixel) : load_some(pixel, count);
    }
  return sum;
}

static void average_pool(const float *input, int width, int channels, int side, float *output, int first, int last) {
  const ptrdiff_t row = (ptrdiff_t)width * channels;
  const int output_width = width / side;
  const float share = 1.0f / (side * side);
  for (int y = first; y < last; y++)
    for (int x = 0; x < output_width; x++) {
      const float *from = input + y * side * row + (ptrdiff_t)x * side * channels;
      float *to = output + ((ptrdiff_t)y * output_width + x) * channels;
      int c = 0;
      for (; c + LANES <= channels; c += LANES) store(to + c, share * square_sum(from + c, row, channels, side, LANES));
      if (c < channels)
        store_some(to + c, share * square_sum(from + c, row, channels, side, channels - c), channels - c);
    }
}

// A NaN stays a NaN, as in PyTorch.
INLINE vec larger_of(vec value, vec maximum) {
  const lane_mask is_larger = (lane_mask)(value > maximum) | (lane_mask)(value != value);
  return (vec)(((lane_mask)value & is_larger) | ((lane_mask)maximum & ~is_larger));
}

/// The largest of some channels in rows `top` to `bottom` and columns `left` to `right` (exclusive).
INLINE vec square_maximum(const float *from, ptrdiff_t row, int channels, int top, int bottom, int left, int right,
                          int count) {
  vec maximum = splat(-__builtin_inff());
  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++) {
      const float *pixel = from + y * row + (ptrdiff_t)x * channels;
      maximum = larger_of(count == LANES ? load(pixel) : load_some(pixel, count), maximum);
    }
  return maximum;
}

static void max_pool(const float *input, int height, int width, int channels, int side, int output_width, float *output,
                     int first, int last) {
  const ptrdiff_t row = (ptrdiff_t)width * channels;
  const int padding = (side - 1) / 2;
  for (int y = first; y < last; y++) {
    const int start_y = 2 * y - padding, top = start_y < 0 ? 0 : start_y, bottom = hrs_minimum(start_y + side, height);
    for (int x = 0; x < output_width; x++) {
      const int start_x = 2 * x - padding, left = start_x < 0 ? 0 : start_x;
      const int right = hrs_minimum(start_x + side, width);
      float *to = output + ((ptrdiff_t)y * output_width + x) * channels;
      int c = 0;
      for (; c + LANES <= channels; c += LANES)
        store(to + c, square_maximum(input + c, row, channels, top, bottom, left, right, LANES));
      if (c < channels)
        store_some(to + c, square_maximum(input + c, row, channels, top, bottom, left, right, channels - c),
                   channels - c);
    }
  }
}
