#include "hrs_team.h"

#include <CMemory.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

// How long a member waits awake: about a hundred microseconds of pauses, longer than the gap between two regions
// of a pass; then some rounds of giving way to others, for machines with fewer cores than members.
enum { spin_rounds = 4000, yield_rounds = 50 };

struct hrs_team {
  int count;
  pthread_t *threads;
  _Alignas(64) _Atomic(uint64_t) region;  // number of the region, then 32 bits of shares already claimed
  // Written before `region` is, read before a share is claimed. A member that comes late may read these while the
  // next region is being set up; its claim then fails. In the cache line of `region`, since between processor cores that
  // are far apart every line takes a quarter of a microsecond.
  _Atomic(hrs_share_function) function;
  _Atomic(void *) context;
  _Alignas(64) atomic_int finished;  // shares other than the caller's
  _Alignas(64) atomic_int sleepers;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  atomic_bool ending;
};

static const uint64_t one_region = (uint64_t)1 << 32;

static inline uint32_t number_of(uint64_t region) { return (uint32_t)(region >> 32); }

typedef struct {
  hrs_team *team;
  int index;
} member;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Waits for a region with another number than `seen`, and returns its number.
static uint32_t wait_for_region(hrs_team *team, uint32_t seen) {
  for (int round = 0; round < spin_rounds + yield_rounds; round++) {
    const uint32_t number = number_of(atomic_load_explicit(&team->region, memory_order_acquire));
    if (number != seen) return number;
    if (round < spin_rounds)
      pause_briefly();
    else
      sched_yield();
  }
  // The caller raises `region` before it reads `sleepers`, a sleeper raises `sleepers` before it reads `region`:
  // one of them sees the other.
  pthread_mutex_lock(&team->mutex);
  atomic_fetch_add(&team->sleepers, 1);
  uint32_t number;
  while ((number = number_of(atomic_load(&team->region))) == seen) pthread_cond_wait(&team->wake, &team->mutex);
  atomic_fetch_sub(&team->sleepers, 1);
  pthread_mutex_unlock(&team->mutex);
  return number;
}

/// Starts the next region, of its shares only the caller's claimed; returns its number.
static uint32_t start_region(hrs_team *team) {
  const uint64_t last = atomic_load_explicit(&team->region, memory_order_relaxed);
  const uint64_t region = ((last + one_region) & ~(one_region - 1)) + 1;
  atomic_store(&team->region, region);
  if (atomic_load(&team->sleepers) > 0) {
    pthread_mutex_lock(&team->mutex);
    pthread_cond_broadcast(&team->wake);
    pthread_mutex_unlock(&team->mutex);
  }
  return number_of(region);
}

/// Claims and computes shares of a region until there is none left.
static void compute_shares(hrs_team *team, int index, uint32_t number) {
  const hrs_share_function function = atomic_load_explicit(&team->function, memory_order_relaxed);
  void *context = atomic_load_explicit(&team->context, memory_order_relaxed);
  uint64_t region = atomic_load_explicit(&team->region, memory_order_acquire);
  while (true) {
    const int share = (int)(uint32_t)region;
    if (number_of(region) != number || share >= team->count) return;
    if (!atomic_compare_exchange_weak_explicit(&team->region, &region, region + 1, memory_order_acq_rel,
                                               memory_order_acquire))
      continue;
    function(context, index, share, team->count);
    atomic_fetch_add_explicit(&team->finished, 1, memory_order_release);
    region = atomic_load_explicit(&team->region, memory_order_acquire);
  }
}

static void *work(void *argument) {
  member self = *(member *)argument;
  free(argument);
  hrs_team *team = self.team;
  uint32_t seen = 0;
  while (true) {
    seen = wait_for_region(team, seen);
    if (atomic_load(&team->ending)) return NULL;
    compute_shares(team, self.index, seen);
  }
}

hrs_team *hrs_team_create(int count) {
  if (count < 1) return NULL;
  hrs_team *team = aligned_alloc(64, (sizeof(hrs_team) + 63) / 64 * 64);
  if (!team) return NULL;
  *team = (hrs_team){.count = 1};
  pthread_mutex_init(&team->mutex, NULL);
  pthread_cond_init(&team->wake, NULL);
  team->threads = calloc(count, sizeof(pthread_t));
  // Where the system grants fewer threads than asked for, the team is smaller and still works.
  hrs_memory_tolerate(true);
  for (int index = 1; team->threads && index < count; index++) {
    member *argument = malloc(sizeof(member));
    if (!argument) break;
    *argument = (member){team, index};
    if (pthread_create(&team->threads[index], NULL, work, argument) != 0) {
      free(argument);
      break;
    }
    team->count = index + 1;
  }
  hrs_memory_tolerate(false);
  return team;
}

void hrs_team_destroy(hrs_team *team) {
  if (!team) return;
  atomic_store(&team->ending, true);
  start_region(team);
  for (int index = 1; index < team->count; index++) pthread_join(team->threads[index], NULL);
  pthread_cond_destroy(&team->wake);
  pthread_mutex_destroy(&team->mutex);
  free(team->threads);
  free(team);
}

void hrs_team_run(hrs_team *team, hrs_share_function function, void *context) {
  if (team->count == 1) {
    function(context, 0, 0, 1);
    return;
  }
  atomic_store_explicit(&team->function, function, memory_order_relaxed);
  atomic_store_explicit(&team->context, context, memory_order_relaxed);
  atomic_store_explicit(&team->finished, 0, memory_order_relaxed);
  const uint32_t number = start_region(team);
  function(context, 0, 0, team->count);
  compute_shares(team, 0, number);
  for (int round = 0; atomic_load_explicit(&team->finished, memory_order_acquire) < team->count - 1; round++) {
    if (round < spin_rounds)
      pause_briefly();
    else
      sched_yield();
  }
}
