// Sums of channels over positions, and what normalisation does with them.

/// Sums of LANES channels or fewer over a stretch of positions that is short enough for single precision.
INLINE vec stretch_sum(const float *from, ptrdiff_t stride, int positions, const float *means, int count) {
  const bool is_whole = count == LANES;
  const vec mean = means ? (is_whole ? load(means) : load_some(means, count)) : (vec){0};
  vec sum = {0};
  for (int position = 0; position < positions; position++, from += stride) {
    const vec value = is_whole ? load(from) : load_some(from, count);
    const vec departure = value - mean;
    sum += means ? departure * departure : value;
  }
  return sum;
}

static void channel_sums(const float *input, size_t positions, int channels, const float *means, int first, int last,
                         double *sums) {
  enum { stretch = 128 };
  for (int c = first; c < last; c += LANES) {
    const int count = hrs_minimum(last - c, LANES);
    double totals[LANES] = {0};
    for (size_t start = 0; start < positions; start += stretch) {
      const size_t left = positions - start;
      const vec sum = stretch_sum(input + start * channels + c, channels, left < stretch ? (int)left : stretch,
                                  means ? means + c : NULL, count);
      for (int lane = 0; lane < LANES; lane++) totals[lane] += sum[lane];
    }
    for (int lane = 0; lane < count; lane++) sums[c + lane] = totals[lane];
  }
}

static void scale_and_shift(const float *input, const float *scale, const float *shift, int channels, bool relu,
                            size_t first, size_t last, float *output) {
  for (size_t position = first; position < last; position++) {
    const float *from = input + position * channels;
    float *to = output + position * channels;
    int c = 0;
    for (; c + LANES <= channels; c += LANES) {
      const vec moved = load(from + c) * load(scale + c) + load(shift + c);
      store(to + c, relu ? rectified(moved) : moved);
    }
    if (c < channels) {
      const int count = channels - c;
      const vec moved = load_some(from + c, count) * load_some(scale + c, count) + load_some(shift + c, count);
      store_some(to + c, relu ? rectified(moved) : moved, count);
    }
  }
}
