#include "hrs_finite.h"

#include <stdint.h>
#include <string.h>

// By their bits, so that no assumption about arithmetic can take the test away; in blocks without a branch, which become
// vectors.
bool hrs_all_finite(const float *values, size_t count) {
  enum { block = 4096 };
  const uint32_t exponent = 0x7f800000;
  for (size_t start = 0; start < count; start += block) {
    const size_t end = count - start < block ? count : start + block;
    uint32_t found = 0;
    for (size_t i = start; i < end; i++) {
      uint32_t bits;
      memcpy(&bits, values + i, sizeof bits);
      found |= (bits & exponent) == exponent;
    }
    if (found) return false;
  }
  return true;
}
