// Signals for a program that owns a terminal. One owner at a time; every function is for the owner's thread, except
// that the handlers run wherever the kernel delivers a signal.
#pragma once

#include <stddef.h>
#include <termios.h>

/// Saves the handlers that are there and installs ours: SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGTSTP and SIGCONT each
/// write their number as one byte to a pipe; signals of a crash restore the terminal first (see `hrs_signals_arm`)
/// and then take their former course. A signal that was ignored stays ignored.
///
/// Returns the end of the pipe to read from, which never blocks, or a negative errno; -EBUSY if already open.
int hrs_signals_open(void);

/// Installs our handlers again, after a library has replaced them.
void hrs_signals_install(void);

/// Sets what a crash and `exit` do for the terminal at `fd`: write `count` bytes and set `modes`. Without this, or
/// after `hrs_signals_disarm`, they do nothing. At most `hrs_signals_capacity` bytes are kept.
void hrs_signals_arm(int fd, const void *bytes, size_t count, const struct termios *modes);
void hrs_signals_disarm(void);
size_t hrs_signals_capacity(void);

/// Stops the whole process group, as Ctrl-Z does, and returns when it is continued. Returns at once where SIGTSTP was
/// ignored at the start or nobody could continue the group.
void hrs_signals_stop(void);

/// Installs the saved handlers and closes the pipe.
void hrs_signals_close(void);
