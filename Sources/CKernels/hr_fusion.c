#include "hr_fusion.h"

#include <stddef.h>
#include <string.h>

void hr_fuse(const hr_term *terms, int term_count, int width, int channels, float *output, int first, int last) {
  const size_t row_length = (size_t)width * channels;
  for (int y = first; y < last; y++) {
    float *row = output + y * row_length;
    memset(row, 0, sizeof(float) * row_length);
    for (int t = 0; t < term_count; t++) {
      const int shift = terms[t].shift;
      const float gain = terms[t].gain;
      const float *source = terms[t].values + (size_t)(y >> shift) * (width >> shift) * channels;
      if (shift == 0) {
        for (size_t i = 0; i < row_length; i++) row[i] += gain * source[i];
      } else {
        for (int x = 0; x < width; x++) {
          const float *pixel = source + (size_t)(x >> shift) * channels;
          float *sum = row + (size_t)x * channels;
          for (int c = 0; c < channels; c++) sum[c] += gain * pixel[c];
        }
      }
    }
    for (size_t i = 0; i < row_length; i++) row[i] = row[i] < 0 ? 0 : row[i];
  }
}
