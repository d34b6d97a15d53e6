#pragma once
#include "hr_convolution.h"
#include "hr_cpu.h"
#include "hr_finite.h"
#include "hr_fusion.h"
#include "hr_peak.h"
#include "hr_team.h"
#include "hr_upsample.h"
