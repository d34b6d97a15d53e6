// Bilinear upsampling.

typedef struct {
  int lower, upper;
  float weight;  // of the upper one
} neighbours;

// The two values that a position of `grown` lies between, of `size`; at the edges both are the same.
INLINE neighbours around(int position, int grown, int size, bool aligned) {
  float source;
  if (aligned) {
    // Not by a rounded step: a position that falls on a value must not take anything from its neighbour.
    source = grown > 1 ? (float)(position * (size - 1)) / (grown - 1) : 0;
  } else {
    source = (position + 0.5f) * size / grown - 0.5f;
  }
  if (source < 0) source = 0;
  const int lower = (int)source;
  return (neighbours){lower, lower + 1 < size ? lower + 1 : lower, source - lower};
}

// Between four values: two of the row above, two of the row below.
INLINE vec between(vec a, vec b, vec c, vec d, float across, float down) {
  const vec upper = a + across * (b - a);
  const vec lower = c + across * (d - c);
  return upper + down * (lower - upper);
}

INLINE void upsample_rows(const float *input, int height, int width, int channels, int output_height, int output_width,
                          bool aligned, const bool adds, float *output, int first, int last) {
  for (int y = first; y < last; y++) {
    const neighbours row = around(y, output_height, height, aligned);
    const float *above = input + (size_t)row.lower * width * channels;
    const float *below = input + (size_t)row.upper * width * channels;
    for (int x = 0; x < output_width; x++) {
      const neighbours column = around(x, output_width, width, aligned);
      const float *a = above + (size_t)column.lower * channels, *b = above + (size_t)column.upper * channels;
      const float *c = below + (size_t)column.lower * channels, *d = below + (size_t)column.upper * channels;
      float *pixel = output + ((size_t)y * output_width + x) * channels;
      int i = 0;
      for (; i + LANES <= channels; i += LANES) {
        const vec value = between(load(a + i), load(b + i), load(c + i), load(d + i), column.weight, row.weight);
        store(pixel + i, adds ? value + load(pixel + i) : value);
      }
      const int left = channels - i;
      if (left > 0) {
        const vec value = between(load_some(a + i, left), load_some(b + i, left), load_some(c + i, left),
                                  load_some(d + i, left), column.weight, row.weight);
        store_some(pixel + i, adds ? value + load_some(pixel + i, left) : value, left);
      }
    }
  }
}

static void upsample_bilinear(const float *input, int height, int width, int channels, int output_height,
                              int output_width, bool aligned, bool adds, float *output, int first, int last) {
  if (adds)
    upsample_rows(input, height, width, channels, output_height, output_width, aligned, true, output, first, last);
  else
    upsample_rows(input, height, width, channels, output_height, output_width, aligned, false, output, first, last);
}
