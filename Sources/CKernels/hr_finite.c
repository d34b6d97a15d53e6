#include "hr_finite.h"

#include <stdint.h>
#include <string.h>

bool hr_all_finite(const float *values, size_t count) {
  // An exponent of ones is that of NaN and the infinities. No branch inside, so that the compiler makes vectors of it.
  const uint32_t exponent = 0x7F800000;
  uint32_t found = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, values + i, sizeof bits);
    found |= (bits & exponent) == exponent;
  }
  return found == 0;
}
