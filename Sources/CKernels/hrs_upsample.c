#include "hrs_upsample.h"

#include <stddef.h>

typedef struct {
  int lower, upper;
  float weight;  // of the upper one
} neighbours;

// The two values that a position of `grown` lies between, of `size`; at the edges both are the same.
static neighbours around(int position, int grown, int size, bool aligned) {
  float source;
  if (aligned) {
    // Not by a rounded step: a position that falls on a value must not take anything from its neighbour.
    source = grown > 1 ? (float)(position * (size - 1)) / (grown - 1) : 0;
  } else {
    source = (position + 0.5f) * size / grown - 0.5f;
  }
  if (source < 0) source = 0;
  const int lower = (int)source;
  return (neighbours){lower, lower + 1 < size ? lower + 1 : lower, source - lower};
}

void hrs_upsample_bilinear(const float *input, int height, int width, int channels, int output_height, int output_width,
                           bool aligned, float *output, int first, int last) {
  for (int y = first; y < last; y++) {
    const neighbours row = around(y, output_height, height, aligned);
    const float *upper_row = input + (size_t)row.lower * width * channels;
    const float *lower_row = input + (size_t)row.upper * width * channels;
    for (int x = 0; x < output_width; x++) {
      const neighbours column = around(x, output_width, width, aligned);
      const float *a = upper_row + (size_t)column.lower * channels, *b = upper_row + (size_t)column.upper * channels;
      const float *c = lower_row + (size_t)column.lower * channels, *d = lower_row + (size_t)column.upper * channels;
      float *pixel = output + ((size_t)y * output_width + x) * channels;
      for (int i = 0; i < channels; i++) {
        const float upper = a[i] + column.weight * (b[i] - a[i]);
        const float lower = c[i] + column.weight * (d[i] - c[i]);
        pixel[i] = upper + row.weight * (lower - upper);
      }
    }
  }
}
