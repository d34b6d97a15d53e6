#include "hr_team.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

// How long a member waits awake: about a hundred microseconds of pauses, longer than the gap between two regions
// of a pass; then some rounds of giving way to others, for machines with fewer cores than members.
enum { spin_rounds = 4000, yield_rounds = 50 };

struct hr_team {
  int count;
  pthread_t *threads;
  void (*function)(void *, int, int);
  void *context;
  _Alignas(64) atomic_uint region;     // counts regions; a change is the signal to start
  _Alignas(64) atomic_int unfinished;  // members other than the caller that still work on the region
  _Alignas(64) atomic_int sleepers;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  bool ending;
};

typedef struct {
  hr_team *team;
  int index;
} member;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void wait_for_region(hr_team *team, unsigned seen) {
  for (int round = 0; round < spin_rounds; round++) {
    if (atomic_load_explicit(&team->region, memory_order_acquire) != seen) return;
    pause_briefly();
  }
  for (int round = 0; round < yield_rounds; round++) {
    if (atomic_load_explicit(&team->region, memory_order_acquire) != seen) return;
    sched_yield();
  }
  // The caller raises `region` before it reads `sleepers`, a sleeper raises `sleepers` before it reads `region`:
  // one of them sees the other.
  pthread_mutex_lock(&team->mutex);
  atomic_fetch_add(&team->sleepers, 1);
  while (atomic_load(&team->region) == seen) pthread_cond_wait(&team->wake, &team->mutex);
  atomic_fetch_sub(&team->sleepers, 1);
  pthread_mutex_unlock(&team->mutex);
}

static void start_region(hr_team *team) {
  atomic_fetch_add(&team->region, 1);
  if (atomic_load(&team->sleepers) > 0) {
    pthread_mutex_lock(&team->mutex);
    pthread_cond_broadcast(&team->wake);
    pthread_mutex_unlock(&team->mutex);
  }
}

static void *work(void *argument) {
  member self = *(member *)argument;
  free(argument);
  hr_team *team = self.team;
  unsigned seen = 0;
  while (true) {
    wait_for_region(team, seen);
    seen += 1;
    if (team->ending) return NULL;
    team->function(team->context, self.index, team->count);
    atomic_fetch_sub_explicit(&team->unfinished, 1, memory_order_release);
  }
}

hr_team *hr_team_create(int count) {
  if (count < 1) return NULL;
  hr_team *team = aligned_alloc(64, (sizeof(hr_team) + 63) / 64 * 64);
  if (!team) return NULL;
  *team = (hr_team){.count = 1};
  pthread_mutex_init(&team->mutex, NULL);
  pthread_cond_init(&team->wake, NULL);
  team->threads = calloc(count, sizeof(pthread_t));
  // Where the system grants fewer threads than asked for, the team is smaller and still works.
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
  return team;
}

void hr_team_destroy(hr_team *team) {
  if (!team) return;
  team->ending = true;
  start_region(team);
  for (int index = 1; index < team->count; index++) pthread_join(team->threads[index], NULL);
  pthread_cond_destroy(&team->wake);
  pthread_mutex_destroy(&team->mutex);
  free(team->threads);
  free(team);
}

void hr_team_run(hr_team *team, void (*function)(void *, int, int), void *context) {
  if (team->count > 1) {
    team->function = function;
    team->context = context;
    atomic_store_explicit(&team->unfinished, team->count - 1, memory_order_relaxed);
    start_region(team);
  }
  function(context, 0, team->count);
  if (team->count == 1) return;
  for (int round = 0; atomic_load_explicit(&team->unfinished, memory_order_acquire) > 0; round++) {
    if (round < spin_rounds) pause_briefly(); else sched_yield();
  }
}
