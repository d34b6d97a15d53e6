// Means over squares.

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
