#pragma once
#include "hr_cpu.h"

/// Multiplies and adds in registers and does nothing else: what no kernel on one thread can surpass.
///
/// @return Floating-point operations done, a multiplication and an addition counting as two.
double hr_multiply_and_add(hr_cpu_level level, int rounds);
