#include "hrs_concatenate.h"

#include <string.h>

void hrs_concatenate(const float *const *inputs, const int *channels, int count, size_t first, size_t last,
                     float *output) {
  size_t width = 0;
  for (int i = 0; i < count; i++) width += channels[i];
  for (size_t position = first; position < last; position++) {
    float *to = output + position * width;
    for (int i = 0; i < count; i++) {
      memcpy(to, inputs[i] + position * channels[i], sizeof(float) * channels[i]);
      to += channels[i];
    }
  }
}
