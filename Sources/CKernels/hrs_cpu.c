#include "hrs_cpu.h"

#include "hrs_kernels.h"

hrs_cpu_level hrs_best_cpu_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  // These answers also cover whether the operating system saves the wide registers.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return hrs_cpu_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return hrs_cpu_avx2;
#endif
  return hrs_cpu_baseline;
}

const hrs_kernels *hrs_kernels_for(hrs_cpu_level level) {
#if defined(__x86_64__)
  if (level == hrs_cpu_avx512) return &hrs_kernels_avx512;
  if (level == hrs_cpu_avx2) return &hrs_kernels_avx2;
#else
  (void)level;
#endif
  return &hrs_kernels_baseline;
}

void hrs_convolution_items(const hrs_convolution_plan *plan, const hrs_convolution_tensors *tensors, float *scratch,
                           int first, int last) {
  hrs_kernels_for(plan->level)->convolution(plan, tensors, scratch, first, last);
}

void hrs_fuse(hrs_cpu_level level, const hrs_term *terms, int term_count, int width, int channels, bool relu,
              float *output, int first, int last) {
  hrs_kernels_for(level)->fuse(terms, term_count, width, channels, relu, output, first, last);
}

double hrs_multiply_and_add(hrs_cpu_level level, int rounds) {
  return hrs_kernels_for(level)->multiply_and_add(rounds);
}

void hrs_softmax_channels(hrs_cpu_level level, const float *input, int channels, int first, int last, float *output) {
  hrs_kernels_for(level)->softmax_channels(input, channels, first, last, output);
}

void hrs_channel_maxima(hrs_cpu_level level, const float *input, int channels, int first, int last, float *maxima) {
  hrs_kernels_for(level)->channel_maxima(input, channels, first, last, maxima);
}

void hrs_exponentials(hrs_cpu_level level, const float *input, const float *maxima, int channels, int first, int last,
                      float *output, double *sums) {
  hrs_kernels_for(level)->exponentials(input, maxima, channels, first, last, output, sums);
}

void hrs_channel_sums(hrs_cpu_level level, const float *input, size_t positions, int channels, const float *means,
                      int first, int last, double *sums) {
  hrs_kernels_for(level)->channel_sums(input, positions, channels, means, first, last, sums);
}

void hrs_scale_and_shift(hrs_cpu_level level, const float *input, const float *scale, const float *shift, int channels,
                         bool relu, size_t first, size_t last, float *output) {
  hrs_kernels_for(level)->scale_and_shift(input, scale, shift, channels, relu, first, last, output);
}

void hrs_upsample_bilinear(hrs_cpu_level level, const float *input, int height, int width, int channels,
                           int output_height, int output_width, bool aligned, bool adds, float *output, int first,
                           int last) {
  hrs_kernels_for(level)->upsample_bilinear(input, height, width, channels, output_height, output_width, aligned, adds,
                                            output, first, last);
}

void hrs_average_pool(hrs_cpu_level level, const float *input, int width, int channels, int side, float *output,
                      int first, int last) {
  hrs_kernels_for(level)->average_pool(input, width, channels, side, output, first, last);
}

void hrs_max_pool(hrs_cpu_level level, const float *input, int height, int width, int channels, int side,
                  int output_width, float *output, int first, int last) {
  hrs_kernels_for(level)->max_pool(input, height, width, channels, side, output_width, output, first, last);
}

void hrs_gather(hrs_cpu_level level, const float *weights, int rows, const float *features, int columns,
                size_t positions, float *output, int first, int last) {
  hrs_kernels_for(level)->gather(weights, rows, features, columns, positions, output, first, last);
}
