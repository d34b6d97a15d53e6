// What happens when the system has no more memory to give.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/// Ends the program: gives the terminal back (see `hrs_memory_before_end`), says in one line how many bytes were wanted,
/// and exits with 70. From any thread.
_Noreturn void hrs_out_of_memory(size_t wanted);

/// Has the end begin with this, which must not allocate. One for the whole program; NULL for none.
void hrs_memory_before_end(void (*action)(void));

/// From here on allocations of this thread that fail return NULL, and threads that cannot be started an error, as the C library has it, instead of ending the program;
/// for libraries that report it themselves. Nests; every call with true needs one with false.
void hrs_memory_tolerate(bool tolerates);

/// Whether the system would give so many bytes now.
bool hrs_memory_would_give(size_t wanted);
