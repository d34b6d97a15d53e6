#pragma once
#include "hrs_cpu.h"

/// Multiplies and adds in registers and does nothing else: what no kernel on one thread can surpass.
///
/// @return Floating-point operations done, a multiplication and an addition counting as two.
double hrs_multiply_and_add(hrs_cpu_level level, int rounds);
