#pragma once

#include <stdbool.h>
#include <stddef.h>

/// Ends the program because the system gives no further thread, mostly for want of `stack` bytes.
_Noreturn void hrs_out_of_threads(size_t stack);

/// Whether this thread deals with failing allocations itself.
bool hrs_memory_is_tolerated(void);
