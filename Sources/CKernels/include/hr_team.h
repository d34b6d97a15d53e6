#pragma once

/// A fixed set of threads that run the same function side by side, many times a millisecond.
///
/// A pass through a network has hundreds of parallel regions of a few dozen microseconds; waking a thread through
/// the kernel costs as much as a region. So the members spin for a bounded time between regions, then sleep:
/// an idle team uses no CPU.
typedef struct hr_team hr_team;

/// Starts `count - 1` threads; the caller of `hr_team_run` is the remaining member. NULL if that is not possible.
hr_team *hr_team_create(int count);

/// Ends the threads. Not while `hr_team_run` runs.
void hr_team_destroy(hr_team *team);

/// Runs `function(context, index, count)` once on every member, index 0 on the calling thread, and waits for all.
/// One caller at a time.
void hr_team_run(hr_team *team, void (*function)(void *context, int index, int count), void *context);
