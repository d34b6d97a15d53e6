// Everything reached from a handler is async-signal-safe (signal-safety(7)): write, tcsetattr, tcflush, fcntl, poll, alarm,
// sigaction, raise, pthread_sigmask and lock-free atomics.
#include "CSignals.h"

#include <CMemory.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int reported[] = {SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT};
// What the program itself may have done wrong; whoever reports crashes has handlers for these.
static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGQUIT};
// The others that end a program by default (signal(7)), besides the real-time signals.
static const int endings[] = {
    SIGUSR1, SIGUSR2, SIGPIPE,   SIGALRM, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF,
#if defined(__linux__)
    SIGPOLL, SIGPWR,  SIGSTKFLT,
#endif
#if defined(SIGEMT)
    SIGEMT,
#endif
};
enum {
  reported_count = sizeof reported / sizeof *reported,
  fault_count = sizeof faults / sizeof *faults,
  ending_count = sizeof endings / sizeof *endings,
  restore_capacity = 512,
  stack_size = 1 << 16,
  // How long a terminal that takes nothing is waited for before what it has not read is thrown away, in steps.
  patience_steps = 10,
  patience_milliseconds = 20,
  // Seconds until somebody who asked the program to end gets that in any case.
  grace = 1,
};

static bool is_open;
static int pipe_ends[2] = {-1, -1};
// By signal: what was there, and whether something of ours is there now.
static struct sigaction saved[NSIG];
static bool is_taken[NSIG];
// The signal that asks to end, once it has come.
static volatile sig_atomic_t asked_to_end;

// A stack overflow leaves no stack to handle it on. Threads other than the owner's have none of these.
static char stack[stack_size];
static bool owns_stack;

static atomic_bool armed;
static int restore_fd;
static unsigned char restore_bytes[restore_capacity];
static size_t restore_count;
static struct termios restore_modes;

/// Writes what leaves the screen, even to a terminal that nobody reads: then what it has not taken yet makes way.
static void write_restoration(void) {
  const int flags = fcntl(restore_fd, F_GETFL);
  fcntl(restore_fd, F_SETFL, flags | O_NONBLOCK);
  size_t written = 0;
  for (int step = 0; written < restore_count && step < 2 * patience_steps; step++) {
    const ssize_t n = write(restore_fd, restore_bytes + written, restore_count - written);
    if (n > 0) {
      written += (size_t)n;
    } else if (n < 0 && errno == EAGAIN) {
      if (step == patience_steps) {
        tcflush(restore_fd, TCOFLUSH);
      } else {
        // Not poll's writability: another thread may be in the middle of a frame, and a full terminal says it is not.
        poll(NULL, 0, patience_milliseconds);
      }
    } else if (n < 0 && errno != EINTR) {
      break;
    }
  }
  fcntl(restore_fd, F_SETFL, flags);
}

static void restore_terminal(void) {
  if (!atomic_exchange(&armed, false)) return;
  // In the background tcsetattr would stop us with SIGTTOU unless that is blocked.
  sigset_t background, before;
  sigemptyset(&background);
  sigaddset(&background, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &background, &before);
  // The modes first: they need nobody who reads.
  tcsetattr(restore_fd, TCSANOW, &restore_modes);
  write_restoration();
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// Held while the owner writes a frame.
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

ssize_t hrs_signals_write(int fd, const void *bytes, size_t count) {
  pthread_mutex_lock(&writing);
  const ssize_t result = write(fd, bytes, count);
  const int error = errno;
  pthread_mutex_unlock(&writing);
  errno = error;
  return result;
}

/// Restores the terminal for a thread that is about to end the program, and lets the owner write no more.
static void take_terminal_away(void) {
  // It may be waiting for a terminal that nobody reads.
  for (int step = 0; step < patience_steps && pthread_mutex_trylock(&writing) != 0; step++) {
    poll(NULL, 0, patience_milliseconds);
  }
  restore_terminal();
}

static bool is_ignored(int signal) {
  return !(saved[signal].sa_flags & SA_SIGINFO) && saved[signal].sa_handler == SIG_IGN;
}

static bool is_default(int signal) {
  return !(saved[signal].sa_flags & SA_SIGINFO) && saved[signal].sa_handler == SIG_DFL;
}

static void report(int signal) {
  int error = errno;
  if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP) {
    // The owner may be waiting for a terminal that nobody reads; then this will end the program without it.
    if (!asked_to_end) alarm(grace);
    asked_to_end = signal;
  }
  unsigned char byte = (unsigned char)signal;
  // A full pipe holds plenty of news already; what is lost then repeats what is in it.
  ssize_t ignored = write(pipe_ends[1], &byte, 1);
  (void)ignored;
  errno = error;
}

static bool is_borne(int signal);

static void finish(int signal, siginfo_t *information, void *context) {
  (void)context;
  if (signal == SIGALRM && !asked_to_end && is_ignored(SIGALRM)) return;
  if (is_borne(signal) && information->si_pid == getpid()) return;
  int error = errno;
  restore_terminal();
  for (int i = 0; i < fault_count; i++) {
    // Sent by somebody else it is no crash, of which there would be an account to give.
    const bool is_ours = information->si_code > 0 || information->si_pid == getpid();
    if (faults[i] != signal || !is_ours) continue;
    sigaction(signal, &saved[signal], NULL);
    // Blocked while we are here: it takes its former course when we return, at the place where it happened.
    raise(signal);
    errno = error;
    return;
  }
  hrs_signals_end(signal == SIGALRM && asked_to_end ? asked_to_end : signal);
}

void hrs_signals_end(int signal) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, signal);
  sigaction(signal, &action, NULL);
  pthread_sigmask(SIG_UNBLOCK, &ours, NULL);
  raise(signal);
  // The first process of a container has no default for signals.
  _exit(128 + signal);
}

/// A write that fails says so by what it returns; only what somebody else sends is meant to end the program.
static void bear(int signal, siginfo_t *information, void *context) {
  (void)context;
  if (information->si_pid != getpid()) hrs_signals_end(signal);
}

static bool is_borne(int signal) { return (saved[signal].sa_flags & SA_SIGINFO) && saved[signal].sa_sigaction == bear; }

void hrs_signals_bear_writes(void) {
  static const int signals[] = {SIGPIPE, SIGXFSZ};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction present, bearing = {.sa_sigaction = bear, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
    sigaction(signals[i], NULL, &present);
    if ((present.sa_flags & SA_SIGINFO) || present.sa_handler == SIG_DFL) sigaction(signals[i], &bearing, NULL);
  }
}

static void install(int signal, struct sigaction action) {
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, NULL);
  is_taken[signal] = true;
}

static void install_ending(int signal) {
  // The alarm is ours as well.
  if (is_default(signal) || is_borne(signal) || signal == SIGALRM) {
    install(signal, (struct sigaction){.sa_sigaction = finish, .sa_flags = SA_SIGINFO | SA_ONSTACK});
  }
}

void hrs_signals_install(void) {
  const struct sigaction reporting = {.sa_handler = report, .sa_flags = SA_RESTART};
  for (int i = 0; i < reported_count; i++) {
    install(reported[i], is_ignored(reported[i]) ? saved[reported[i]] : reporting);
  }
  for (int i = 0; i < fault_count; i++) {
    if (is_ignored(faults[i])) continue;
    install(faults[i], (struct sigaction){.sa_sigaction = finish, .sa_flags = SA_SIGINFO | SA_ONSTACK});
  }
  for (int i = 0; i < ending_count; i++) install_ending(endings[i]);
#if defined(SIGRTMIN)
  for (int signal = SIGRTMIN; signal <= SIGRTMAX && signal < NSIG; signal++) install_ending(signal);
#endif
}

int hrs_signals_open(void) {
  static bool exits_cleanly;
  if (is_open) return -EBUSY;
  if (pipe(pipe_ends) != 0) return -errno;
  for (int i = 0; i < 2; i++) {
    fcntl(pipe_ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(pipe_ends[i], F_SETFL, O_NONBLOCK);
  }
  for (int signal = 1; signal < NSIG; signal++) sigaction(signal, NULL, &saved[signal]);
  asked_to_end = 0;
  stack_t present = {0};
  owns_stack = sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE);
  if (owns_stack) sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = stack_size}, NULL);
  if (!exits_cleanly) exits_cleanly = atexit(restore_terminal) == 0;
  hrs_memory_before_end(take_terminal_away);
  is_open = true;
  hrs_signals_install();
  return pipe_ends[0];
}

void hrs_signals_arm(int fd, const void *bytes, size_t count, const struct termios *modes) {
  atomic_store(&armed, false);
  restore_fd = fd;
  restore_count = count < restore_capacity ? count : restore_capacity;
  memcpy(restore_bytes, bytes, restore_count);
  restore_modes = *modes;
  atomic_store(&armed, true);
}

void hrs_signals_disarm(void) { atomic_store(&armed, false); }

size_t hrs_signals_capacity(void) { return restore_capacity; }

void hrs_signals_stop(void) {
  if (is_ignored(SIGTSTP)) return;
  struct sigaction ours, ignored = {.sa_handler = SIG_IGN}, stopping = {.sa_handler = SIG_DFL};
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  // First the others of the group, then this very thread: a signal to the group could be taken by another thread
  // of ours, a little later, when the terminal is already set up again.
  sigaction(SIGTSTP, &ignored, &ours);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &stopping, NULL);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &ours, NULL);
}

void hrs_signals_close(void) {
  if (!is_open) return;
  hrs_signals_disarm();
  // The end is near enough; and without our handler the alarm would be an end of another kind.
  if (asked_to_end) alarm(0);
  hrs_memory_before_end(NULL);
  for (int signal = 1; signal < NSIG; signal++) {
    if (is_taken[signal]) sigaction(signal, &saved[signal], NULL);
    is_taken[signal] = false;
  }
  if (owns_stack) sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
  for (int i = 0; i < 2; i++) {
    close(pipe_ends[i]);
    pipe_ends[i] = -1;
  }
  is_open = false;
}
