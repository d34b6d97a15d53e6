#include "hrs_nearest.h"

#include <stddef.h>
#include <string.h>

void hrs_upsample_nearest(const float *input, int height, int width, int channels, int output_height, int output_width,
                          float *output, int first, int last) {
  for (int y = first; y < last; y++) {
    const float *row = input + (size_t)((long)y * height / output_height) * width * channels;
    float *to = output + (size_t)y * output_width * channels;
    for (int x = 0; x < output_width; x++)
      memcpy(to + (size_t)x * channels, row + (size_t)((long)x * width / output_width) * channels,
             sizeof(float) * channels);
  }
}
