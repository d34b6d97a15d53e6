#include "hr_convolution.h"

#include <cblas.h>
#include <string.h>

// The gathered patches of one block stay in the second-level cache until the product has read them.
static const int block_floats = 96 * 1024;

static int patch_length(const hr_convolution_shape *shape) {
  return shape->kernel * shape->kernel * shape->input_channels;
}

static int rows_per_block(const hr_convolution_shape *shape) {
  int rows = block_floats / (patch_length(shape) * shape->output_width);
  if (rows > shape->output_height) rows = shape->output_height;
  return rows < 1 ? 1 : rows;
}

// A 1x1 convolution of stride 1 reads its input as the matrix it is.
static bool is_plain_product(const hr_convolution_shape *shape) {
  return shape->kernel == 1 && shape->stride == 1;
}

size_t hr_convolution_scratch(const hr_convolution_shape *shape) {
  if (is_plain_product(shape)) return 0;
  return (size_t)rows_per_block(shape) * shape->output_width * patch_length(shape);
}

// Lays the kernel's window of every output pixel of some rows out as one row of a matrix (im2col), zero outside.
static void gather_patches(const hr_convolution_shape *shape, const float *input, float *patches, int first,
                           int last) {
  const int channels = shape->input_channels, kernel = shape->kernel, width = shape->input_width;
  const int padding = kernel / 2;
  float *patch = patches;
  for (int y = first; y < last; y++) {
    for (int x = 0; x < shape->output_width; x++) {
      const int left = x * shape->stride - padding;
      const int from = left < 0 ? 0 : left;
      const int to = left + kernel > width ? width : left + kernel;
      for (int row = 0; row < kernel; row++, patch += kernel * channels) {
        const int input_y = y * shape->stride + row - padding;
        if (input_y < 0 || input_y >= shape->input_height) {
          memset(patch, 0, sizeof(float) * kernel * channels);
          continue;
        }
        if (from > left) memset(patch, 0, sizeof(float) * channels * (from - left));
        memcpy(patch + (from - left) * channels, input + ((size_t)input_y * width + from) * channels,
               sizeof(float) * channels * (to - from));
        if (to < left + kernel)
          memset(patch + (to - left) * channels, 0, sizeof(float) * channels * (left + kernel - to));
      }
    }
  }
}

static void finish(float *output, const float *bias, const float *residual, bool relu, int pixels, int channels) {
  for (int pixel = 0; pixel < pixels; pixel++, output += channels) {
    if (residual) {
      for (int c = 0; c < channels; c++) output[c] += bias[c] + residual[c];
      residual += channels;
    } else {
      for (int c = 0; c < channels; c++) output[c] += bias[c];
    }
    // Written so that a NaN stays a NaN, as in PyTorch.
    if (relu)
      for (int c = 0; c < channels; c++) output[c] = output[c] < 0 ? 0 : output[c];
  }
}

void hr_convolution(const hr_convolution_shape *shape, const float *input, const float *weights, const float *bias,
                    const float *residual, bool relu, float *output, float *scratch, int first, int last) {
  const int channels = shape->output_channels, length = patch_length(shape), block = rows_per_block(shape);
  for (int row = first; row < last; row += block) {
    const int end = row + block < last ? row + block : last;
    const int pixels = (end - row) * shape->output_width;
    const size_t offset = (size_t)row * shape->output_width * channels;
    const float *patches;
    if (is_plain_product(shape)) {
      patches = input + (size_t)row * shape->output_width * shape->input_channels;
    } else {
      gather_patches(shape, input, scratch, row, end);
      patches = scratch;
    }
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, pixels, channels, length, 1, patches, length, weights,
                channels, 0, output + offset, channels);
    finish(output + offset, bias, residual ? residual + offset : NULL, relu, pixels, channels);
  }
}

void hr_use_one_blas_thread(void) { openblas_set_num_threads(1); }
