// The sum of an exchange unit's terms.

INLINE vec fused_sum(const hrs_term *terms, const float *const *rows, int term_count, int x, int channels, bool relu,
                     int c, int count) {
  vec sum = {0};
  for (int t = 0; t < term_count; t++) {
    const float *from = rows[t] + (ptrdiff_t)(x >> terms[t].shift) * channels + c;
    sum += terms[t].gain * (count == LANES ? load(from) : load_some(from, count));
  }
  return relu ? rectified(sum) : sum;
}

static void fuse(const hrs_term *terms, int term_count, int width, int channels, bool relu, float *output, int first,
                 int last) {
  // More streams than any HRNet has.
  enum { maximum_terms = 16 };
  if (term_count > maximum_terms) __builtin_trap();
  const float *rows[maximum_terms];
  for (int y = first; y < last; y++) {
    for (int t = 0; t < term_count; t++)
      rows[t] = terms[t].values + (ptrdiff_t)(y >> terms[t].shift) * (width >> terms[t].shift) * channels;
    for (int x = 0; x < width; x++) {
      float *pixel = output + ((ptrdiff_t)y * width + x) * channels;
      int c = 0;
      for (; c + LANES <= channels; c += LANES)
        store(pixel + c, fused_sum(terms, rows, term_count, x, channels, relu, c, LANES));
      if (c < channels)
        store_some(pixel + c, fused_sum(terms, rows, term_count, x, channels, relu, c, channels - c), channels - c);
    }
  }
}
