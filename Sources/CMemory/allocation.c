// The functions of the C library that allocate, in front of its own: Swift's runtime, Foundation and C++ know no failing
// allocation, and end the program with an account of the crash. What is found here is found by every library (ELF gives
// the executable's symbols precedence); the work is left to whoever would have done it, a preloaded allocator included.
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HRS_LEAVES_ALLOCATION_ALONE
#endif
#endif
#ifndef HRS_LEAVES_ALLOCATION_ALONE

#define _GNU_SOURCE
#include "CMemory.h"
#include "internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

typedef void *(*allocate)(size_t);
typedef void *(*allocate_two)(size_t, size_t);
typedef void *(*reallocate)(void *, size_t);
typedef int (*align_into)(void **, size_t, size_t);
typedef int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

/// The next function of this name behind ours. Asking for it allocates nothing where it is found, and the C library has it.
#define NEXT(type, name)                                                                                               \
  static type next;                                                                                                    \
  if (!next) next = (type)dlsym(RTLD_NEXT, name)

static inline void *checked(void *block, size_t wanted) {
  if (!block && wanted && !hrs_memory_is_tolerated()) hrs_out_of_memory(wanted);
  return block;
}

void *malloc(size_t size) {
  NEXT(allocate, "malloc");
  return checked(next(size), size);
}

void *calloc(size_t count, size_t size) {
  NEXT(allocate_two, "calloc");
  size_t wanted;
  if (__builtin_mul_overflow(count, size, &wanted)) wanted = SIZE_MAX;
  return checked(next(count, size), wanted);
}

void *realloc(void *block, size_t size) {
  NEXT(reallocate, "realloc");
  return checked(next(block, size), size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  NEXT(allocate_two, "aligned_alloc");
  return checked(next(alignment, size), size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  NEXT(align_into, "posix_memalign");
  const int status = next(block, alignment, size);
  if (status == ENOMEM && !hrs_memory_is_tolerated()) hrs_out_of_memory(size);
  return status;
}

/// Dispatch tries again and again to start a thread, for ever.
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
  NEXT(create, "pthread_create");
  const int status = next(thread, attributes, start, argument);
  if (status == 0 || hrs_memory_is_tolerated()) return status;
  size_t stack = 8 << 20;
  if (attributes) pthread_attr_getstacksize(attributes, &stack);
  hrs_out_of_threads(stack);
}

#endif
#endif
