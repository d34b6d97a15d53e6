// The vector loops, compiled once for each CPU level (LANES).
#include "hrs_kernels.h"

#include "hrs_product.h"
// What follows uses the product.
#include "hrs_direct.h"
#include "hrs_fusion_loop.h"
#include "hrs_gather_loop.h"
#include "hrs_moments_loop.h"
#include "hrs_peak_loop.h"
#include "hrs_winograd_lines.h"
#include "hrs_pool_loop.h"
#include "hrs_prepare_loop.h"
#include "hrs_softmax_loop.h"
#include "hrs_upsample_loop.h"
#include "hrs_winograd.h"

static void run_convolution(const hrs_convolution_plan *plan, const hrs_convolution_tensors *tensors, float *scratch,
                            int first, int last) {
  // A copy of its own, which no store into an activation can change: the loops keep it in registers.
  const hrs_convolution_tensors t = *tensors;
  switch (plan->method) {
  case hrs_direct: run_direct(plan, &t, scratch, first, last); break;
  case hrs_winograd2:
    if (plan->shape.stride == 1)
      run_winograd(2, 1, plan, &t, scratch, first, last);
    else
      run_winograd(2, 2, plan, &t, scratch, first, last);
    break;
  case hrs_winograd4:
    if (plan->shape.stride == 1)
      run_winograd(4, 1, plan, &t, scratch, first, last);
    else
      run_winograd(4, 2, plan, &t, scratch, first, last);
    break;
  }
}

// The level's table, for the file that includes this.
#define KERNELS                                                                                                        \
  {                                                                                                                    \
    .convolution = run_convolution, .prepare_weights = prepare_weights, .fuse = fuse,                                  \
    .multiply_and_add = multiply_and_add, .softmax_channels = softmax_channels, .channel_maxima = channel_maxima,      \
    .exponentials = exponentials, .channel_sums = channel_sums, .scale_and_shift = scale_and_shift,                    \
    .average_pool = average_pool, .max_pool = max_pool, .upsample_bilinear = upsample_bilinear, .gather = gather,      \
  }
