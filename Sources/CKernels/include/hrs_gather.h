#pragma once
#include <stddef.h>
#include "hrs_cpu.h"

/// Channels of the features that one panel holds.
enum { hrs_gather_panel = 32 };

/// `weights^T * features`, NHWC: for every channel k of the weights the sum of the features of all positions, weighed by it.
/// Of the result, which is [rows][columns], panels `first` to `last` (exclusive) of columns.
///
/// @param weights  [positions][rows]
/// @param features [positions][columns]
void hrs_gather(hrs_cpu_level level, const float *weights, int rows, const float *features, int columns,
                size_t positions, float *output, int first, int last);
