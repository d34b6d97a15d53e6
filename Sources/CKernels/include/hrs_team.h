#pragma once

/// A fixed set of threads that share out work, many times a millisecond.
///
/// A pass through a network has hundreds of parallel regions of a few dozen microseconds; waking a thread through
/// the kernel costs as much as a region. So the members spin for a bounded time between regions, then sleep:
/// an idle team uses no CPU.
///
/// A region has as many shares as the team has members, and whoever is awake claims them. Where the machine has other
/// things to do and a member does not come, the others do its share instead of waiting for it.
typedef struct hrs_team hrs_team;

/// Computes share `share` of `count`, on member `member`.
typedef void (*hrs_share_function)(void *context, int member, int share, int count);

/// Starts `count - 1` threads; the caller of `hrs_team_run` is the remaining member. NULL if that is not possible.
hrs_team *hrs_team_create(int count);

/// Ends the threads. Not while `hrs_team_run` runs.
void hrs_team_destroy(hrs_team *team);

/// Runs `function` once for every share and waits until all are done. The caller is member 0. One caller at a time.
void hrs_team_run(hrs_team *team, hrs_share_function function, void *context);
