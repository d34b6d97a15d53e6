// The processor's peak.

static double multiply_and_add(int rounds) {
  // Enough sums to cover the latency of an addition, few enough for the registers of every level.
  enum { sum_count = 12 };
  vec sums[sum_count];
  for (int i = 0; i < sum_count; i++) sums[i] = splat((float)i);
  vec factor = splat(0.5f), term = splat(1);
  for (int round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < sum_count; i++) sums[i] = sums[i] * factor + term;
  }
  vec total = {0};
  for (int i = 0; i < sum_count; i++) total += sums[i];
  // Something has to depend on the sums.
  return total[0] > 0 || rounds == 0 ? 2.0 * LANES * sum_count * rounds : 0;
}
