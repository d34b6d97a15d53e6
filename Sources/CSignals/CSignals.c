// Everything reached from a handler is async-signal-safe (signal-safety(7)): write, tcsetattr, sigaction, raise,
// pthread_sigmask and lock-free atomics.
#include "CSignals.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int reported[] = {SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGQUIT};
enum {
  reported_count = sizeof reported / sizeof *reported,
  crash_count = sizeof crashes / sizeof *crashes,
  restore_capacity = 512,
  stack_size = 1 << 16,
};

static bool is_open;
static int pipe_ends[2] = {-1, -1};
static struct sigaction saved_reported[reported_count];
static struct sigaction saved_crashes[crash_count];

// A stack overflow leaves no stack to handle it on. Threads other than the owner's have none of these.
static char stack[stack_size];
static bool owns_stack;

static atomic_bool armed;
static int restore_fd;
static unsigned char restore_bytes[restore_capacity];
static size_t restore_count;
static struct termios restore_modes;

static void restore_terminal(void) {
  if (!atomic_exchange(&armed, false)) return;
  // In the background tcsetattr would stop us with SIGTTOU unless that is blocked.
  sigset_t background, before;
  sigemptyset(&background);
  sigaddset(&background, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &background, &before);
  size_t written = 0;
  while (written < restore_count) {
    ssize_t n = write(restore_fd, restore_bytes + written, restore_count - written);
    if (n <= 0 && errno != EINTR) break;
    if (n > 0) written += (size_t)n;
  }
  tcsetattr(restore_fd, TCSANOW, &restore_modes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void report(int signal) {
  int error = errno;
  unsigned char byte = (unsigned char)signal;
  // A full pipe holds plenty of news already; what is lost then repeats what is in it.
  ssize_t ignored = write(pipe_ends[1], &byte, 1);
  (void)ignored;
  errno = error;
}

static void crash(int signal) {
  int error = errno;
  restore_terminal();
  for (int i = 0; i < crash_count; i++) {
    if (crashes[i] == signal) sigaction(signal, &saved_crashes[i], NULL);
  }
  // Blocked while we are here: it takes its former course when we return, at the place where it happened.
  raise(signal);
  errno = error;
}

static bool is_ignored(const struct sigaction *action) {
  return !(action->sa_flags & SA_SIGINFO) && action->sa_handler == SIG_IGN;
}

void hrs_signals_install(void) {
  struct sigaction action = {.sa_handler = report, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < reported_count; i++) {
    sigaction(reported[i], is_ignored(&saved_reported[i]) ? &saved_reported[i] : &action, NULL);
  }
  action.sa_handler = crash;
  action.sa_flags = SA_ONSTACK;
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, NULL);
}

int hrs_signals_open(void) {
  static bool exits_cleanly;
  if (is_open) return -EBUSY;
  if (pipe(pipe_ends) != 0) return -errno;
  for (int i = 0; i < 2; i++) {
    fcntl(pipe_ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(pipe_ends[i], F_SETFL, O_NONBLOCK);
  }
  for (int i = 0; i < reported_count; i++) sigaction(reported[i], NULL, &saved_reported[i]);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], NULL, &saved_crashes[i]);
  stack_t present = {0};
  owns_stack = sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE);
  if (owns_stack) sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = stack_size}, NULL);
  if (!exits_cleanly) exits_cleanly = atexit(restore_terminal) == 0;
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
  for (int i = 0; i < reported_count; i++) {
    if (reported[i] == SIGTSTP && is_ignored(&saved_reported[i])) return;
  }
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
  for (int i = 0; i < reported_count; i++) sigaction(reported[i], &saved_reported[i], NULL);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &saved_crashes[i], NULL);
  if (owns_stack) sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
  for (int i = 0; i < 2; i++) {
    close(pipe_ends[i]);
    pipe_ends[i] = -1;
  }
  is_open = false;
}
