#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Whether none of the values is NaN or infinite.
bool hrs_all_finite(const float *values, size_t count);
