// The vector loops, compiled once for each CPU level (LANES).
#include "hr_kernels.h"

#include "hr_product.h"
// What follows uses the product.
#include "hr_direct.h"
#include "hr_fusion_loop.h"
#include "hr_winograd.h"

static void run_convolution(const hr_convolution_plan *plan, const float *input, const float *weights,
                            const float *bias, const float *residual, bool relu, float *output, float *scratch,
                            int first, int last) {
  const tensors tensors = {input, weights, bias, residual, relu, output, scratch};
  switch (plan->method) {
    case hr_direct: run_direct(plan, &tensors, first, last); break;
    case hr_winograd2:
      if (plan->shape.stride == 1)
        run_winograd(2, 1, plan, &tensors, first, last);
      else
        run_winograd(2, 2, plan, &tensors, first, last);
      break;
    case hr_winograd4: run_winograd(4, 1, plan, &tensors, first, last); break;
  }
}
