// Signals for a program that owns a terminal. One owner at a time; every function is for the owner's thread, except
// that the handlers run wherever the kernel delivers a signal.
#pragma once

#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

/// Saves the handlers that are there and installs ours: SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGTSTP and SIGCONT each
/// write their number as one byte to a pipe; all others that end a program restore the terminal first (see
/// `hrs_signals_arm`) and then do so; a crash takes its former course. A signal that was ignored stays ignored.
///
/// Where SIGINT, SIGTERM or SIGHUP has not led to `hrs_signals_close` within a second, the program ends by it without
/// the owner, who may be waiting for a terminal that nobody reads.
///
/// Returns the end of the pipe to read from, which never blocks, or a negative errno; -EBUSY if already open.
int hrs_signals_open(void);

/// Installs our handlers again, after a library has replaced them.
void hrs_signals_install(void);

/// Sets what a signal that ends the program, a lack of memory and `exit` do for the terminal at `fd`: write `count` bytes and set `modes`. Without this, or
/// after `hrs_signals_disarm`, they do nothing. At most `hrs_signals_capacity` bytes are kept.
void hrs_signals_arm(int fd, const void *bytes, size_t count, const struct termios *modes);
void hrs_signals_disarm(void);
size_t hrs_signals_capacity(void);

/// As `write`, but only until another thread has to restore the terminal, to end the program: then it does not return.
ssize_t hrs_signals_write(int fd, const void *bytes, size_t count);

/// Stops the whole process group, as Ctrl-Z does, and returns when it is continued. Returns at once where SIGTSTP was
/// ignored at the start or nobody could continue the group.
void hrs_signals_stop(void);

/// From now on a write to a pipe that nobody reads, or beyond the limit of a file's size, fails and ends nothing. SIGPIPE and
/// SIGXFSZ that somebody else sends end the program as before; where they were ignored they stay so.
void hrs_signals_bear_writes(void);

/// Ends the program by a signal, as if nobody had handled it: whoever started it sees which.
_Noreturn void hrs_signals_end(int signal);

/// Installs the saved handlers and closes the pipe.
void hrs_signals_close(void);
