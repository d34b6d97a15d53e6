#pragma once

/// What the vector loops may use. Each level is compiled separately and chosen at run time.
typedef enum {
  hrs_cpu_baseline,  // what the compiler assumes anyway: SSE2 or NEON
  hrs_cpu_avx2,      // AVX2 and FMA
  hrs_cpu_avx512,    // AVX-512F and VL
} hrs_cpu_level;

/// The highest level this machine can run.
hrs_cpu_level hrs_best_cpu_level(void);
