#pragma once

/// What the vector loops may use. Each level is compiled separately and chosen at run time.
typedef enum {
  hr_cpu_baseline,  // what the compiler assumes anyway: SSE2 or NEON
  hr_cpu_avx2,      // AVX2 and FMA
  hr_cpu_avx512,    // AVX-512F and VL
} hr_cpu_level;

/// The highest level this machine can run.
hr_cpu_level hr_best_cpu_level(void);
