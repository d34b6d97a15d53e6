#include "CMemory.h"
#include "internal.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static _Atomic(void (*)(void)) before_end;
static _Thread_local int tolerance;

void hrs_memory_before_end(void (*action)(void)) { atomic_store(&before_end, action); }

void hrs_memory_tolerate(bool tolerates) { tolerance += tolerates ? 1 : -1; }

bool hrs_memory_is_tolerated(void) { return tolerance > 0; }

bool hrs_memory_would_give(size_t wanted) {
  hrs_memory_tolerate(true);
  // The compiler knows malloc, and would leave out a block that nobody uses.
  void *volatile block = malloc(wanted);
  hrs_memory_tolerate(false);
  const bool is_given = block != NULL;
  free(block);
  return is_given;
}

/// `12.3 MB`, or `640 bytes` below a tenth of a megabyte.
static void describe(char *text, size_t capacity, size_t bytes) {
  const size_t tenths = bytes / 100000;
  if (tenths == 0) {
    snprintf(text, capacity, "%zu bytes", bytes);
  } else {
    snprintf(text, capacity, "%zu.%zu MB", tenths / 10, tenths % 10);
  }
}

/// Ends the program with one line.
_Noreturn static void end(const char *line, int count) {
  ssize_t ignored = write(STDERR_FILENO, line, (size_t)count);
  (void)ignored;
  _exit(70);
}

/// Sees to what must not be lost. Nothing that is done from here on may come back.
static void prepare_end(void) {
  static atomic_flag is_ending = ATOMIC_FLAG_INIT;
  // Another thread is at it already, and will take this one with it.
  while (atomic_flag_test_and_set(&is_ending)) pause();
  hrs_memory_tolerate(true);
  // Results of before. Another thread may hold the stream, and never let go of it.
  if (ftrylockfile(stdout) == 0) fflush(stdout);
  void (*action)(void) = atomic_load(&before_end);
  if (action) action();
}

void hrs_out_of_memory(size_t wanted) {
  prepare_end();
  struct rusage usage = {0};
  getrusage(RUSAGE_SELF, &usage);
#if defined(__APPLE__)
  const size_t held = (size_t)usage.ru_maxrss;
#else
  const size_t held = (size_t)usage.ru_maxrss * 1024;
#endif
  char more[32], most[32], line[128];
  describe(more, sizeof more, wanted);
  describe(most, sizeof most, held);
  end(line,
      snprintf(line, sizeof line, "hrscope: not enough memory (%s more were wanted, %s were in use)\n", more, most));
}

void hrs_out_of_threads(size_t stack) {
  if (!hrs_memory_would_give(stack)) hrs_out_of_memory(stack);
  prepare_end();
  static const char line[] = "hrscope: no more threads can be started (see ulimit -u)\n";
  end(line, sizeof line - 1);
}
