// Softmax: over channels, and the parts of one over positions.

INLINE vec chosen(lane_mask condition, vec yes, vec no) {
  return (vec)(((lane_mask)yes & condition) | ((lane_mask)no & ~condition));
}

/// 2^n * e^r with r within half of ln 2, e^r by Cephes' polynomial for single precision (Moshier).
INLINE vec exponential(vec x) {
  // Beyond these it is zero, or infinite.
  x = chosen(x > splat(89), splat(89), x);
  x = chosen(x < splat(-87.6f), splat(-87.6f), x);
  // Adding so much leaves no room for a fraction.
  const vec rounder = splat(12582912);
  const vec n = (x * 1.44269504f + rounder) - rounder;
  const vec r = x - n * 0.693359375f - n * -2.12194440e-4f;
  vec p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  // In two steps, since 2^128 is no number of single precision.
  const lane_mask exponent = __builtin_convertvector(n, lane_mask) + 126;
  return p * (vec)(exponent << 23) * 2;
}

static void softmax_channels(const float *input, int channels, int first, int last, float *output) {
  for (int position = first; position < last; position++) {
    const float *from = input + (ptrdiff_t)position * channels;
    float *to = output + (ptrdiff_t)position * channels;
    float largest = from[0];
    for (int c = 1; c < channels; c++) largest = from[c] > largest ? from[c] : largest;
    int c = 0;
    for (; c + LANES <= channels; c += LANES) store(to + c, exponential(load(from + c) - largest));
    if (c < channels) store_some(to + c, exponential(load_some(from + c, channels - c) - largest), channels - c);
    float sum = 0;
    for (c = 0; c < channels; c++) sum += to[c];
    const float scale = 1 / sum;
    for (c = 0; c < channels; c++) to[c] *= scale;
  }
}

static void channel_maxima(const float *input, int channels, int first, int last, float *maxima) {
  for (int position = first; position < last; position++) {
    const float *from = input + (ptrdiff_t)position * channels;
    for (int c = 0; c < channels; c++) maxima[c] = from[c] > maxima[c] ? from[c] : maxima[c];
  }
}

static void exponentials(const float *input, const float *maxima, int channels, int first, int last, float *output,
                         double *sums) {
  for (int position = first; position < last; position++) {
    const float *from = input + (ptrdiff_t)position * channels;
    float *to = output + (ptrdiff_t)position * channels;
    int c = 0;
    for (; c + LANES <= channels; c += LANES) store(to + c, exponential(load(from + c) - load(maxima + c)));
    if (c < channels) {
      const int count = channels - c;
      store_some(to + c, exponential(load_some(from + c, count) - load_some(maxima + c, count)), count);
    }
    for (c = 0; c < channels; c++) sums[c] += to[c];
  }
}
