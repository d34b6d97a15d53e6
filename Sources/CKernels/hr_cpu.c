#include "hr_cpu.h"

#include "hr_kernels.h"

hr_cpu_level hr_best_cpu_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  // These answers also cover whether the operating system saves the wide registers.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return hr_cpu_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return hr_cpu_avx2;
#endif
  return hr_cpu_baseline;
}

const hr_kernels *hr_kernels_for(hr_cpu_level level) {
#if defined(__x86_64__)
  if (level == hr_cpu_avx512) return &hr_kernels_avx512;
  if (level == hr_cpu_avx2) return &hr_kernels_avx2;
#else
  (void)level;
#endif
  return &hr_kernels_baseline;
}

void hr_convolution_items(const hr_convolution_plan *plan, const hr_convolution_tensors *tensors, float *scratch,
                          int first, int last) {
  hr_kernels_for(plan->level)->convolution(plan, tensors, scratch, first, last);
}

void hr_fuse(hr_cpu_level level, const hr_term *terms, int term_count, int width, int channels, bool relu,
             float *output, int first, int last) {
  hr_kernels_for(level)->fuse(terms, term_count, width, channels, relu, output, first, last);
}

double hr_multiply_and_add(hr_cpu_level level, int rounds) { return hr_kernels_for(level)->multiply_and_add(rounds); }

void hr_softmax_channels(hr_cpu_level level, const float *input, int channels, int first, int last, float *output) {
  hr_kernels_for(level)->softmax_channels(input, channels, first, last, output);
}

void hr_channel_maxima(hr_cpu_level level, const float *input, int channels, int first, int last, float *maxima) {
  hr_kernels_for(level)->channel_maxima(input, channels, first, last, maxima);
}

void hr_exponentials(hr_cpu_level level, const float *input, const float *maxima, int channels, int first, int last,
                     float *output, double *sums) {
  hr_kernels_for(level)->exponentials(input, maxima, channels, first, last, output, sums);
}

void hr_channel_sums(hr_cpu_level level, const float *input, size_t positions, int channels, const float *means,
                     int first, int last, double *sums) {
  hr_kernels_for(level)->channel_sums(input, positions, channels, means, first, last, sums);
}

void hr_scale_and_shift(hr_cpu_level level, const float *input, const float *scale, const float *shift, int channels,
                        size_t first, size_t last, float *output) {
  hr_kernels_for(level)->scale_and_shift(input, scale, shift, channels, first, last, output);
}

void hr_average_pool(hr_cpu_level level, const float *input, int width, int channels, int side, float *output,
                     int first, int last) {
  hr_kernels_for(level)->average_pool(input, width, channels, side, output, first, last);
}

void hr_gather(hr_cpu_level level, const float *weights, int rows, const float *features, int columns, size_t positions,
               float *output, int first, int last) {
  hr_kernels_for(level)->gather(weights, rows, features, columns, positions, output, first, last);
}
