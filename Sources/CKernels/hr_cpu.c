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

void hr_fuse(hr_cpu_level level, const hr_term *terms, int term_count, int width, int channels, float *output,
             int first, int last) {
  hr_kernels_for(level)->fuse(terms, term_count, width, channels, output, first, last);
}

double hr_multiply_and_add(hr_cpu_level level, int rounds) { return hr_kernels_for(level)->multiply_and_add(rounds); }
