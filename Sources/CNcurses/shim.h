// The part of ncurses that Swift cannot import by itself: variadic functions, macros that are no plain numbers, and
// global variables, which Swift 6 holds to be shared mutable state.
#pragma once

// The wide variant of the library, which is the one linked.
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1

#include <langinfo.h>
#include <ncurses.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <wchar.h>

/// Loads the terminfo entry of a terminal. Declared here because <term.h>, which does, also defines macros named
/// `lines`, `columns`, `tab` and some 500 more.
int setupterm(const char *type, int fd, int *status);

/// Columns that the C library gives a character in this locale. Declared here because the module that has <wchar.h>
/// is built without _XOPEN_SOURCE, which hides it.
int wcwidth(wchar_t character);

/// A screen on standard input and output; NULL if the terminal cannot show one. `stdin` and `stdout` are variables.
static inline SCREEN *hrs_newterm(void) { return newterm(NULL, stdout, stdin); }

/// The character set of the locale. `CODESET` is an enumerator hidden behind a macro of its own name.
static inline const char *hrs_charset(void) { return nl_langinfo(CODESET); }

/// The window that covers the screen. `stdscr` is a variable.
static inline WINDOW *hrs_screen(void) { return stdscr; }

/// A string capability of the terminal; NULL if it has none of that name. Failures of `tigetstr` are pointers that
/// Swift cannot compare with, and its parameter lacks `const`.
static inline const char *hrs_capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

/// A string capability with two numbers filled in; NULL if there is none. `tparm` is variadic, and overwrites what it
/// returned before.
static inline const char *hrs_sequence(const char *name, int first, int second) {
  const char *format = hrs_capability(name);
  return format ? tparm((char *)format, first, second) : NULL;
}

/// A number of the terminal; negative if it has none of that name. The parameter lacks `const`.
static inline int hrs_number(const char *name) { return tigetnum((char *)name); }

/// True if the terminal has a flag of that name. The parameter lacks `const`.
static inline bool hrs_flag(const char *name) { return tigetflag((char *)name) > 0; }

/// True if the entry has an extended capability of that name, of whatever type: `RGB` may be a flag, a number or a
/// string.
static inline bool hrs_has(const char *name) {
  return hrs_flag(name) || hrs_number(name) > 0 || hrs_capability(name) != NULL;
}

/// The extent of the terminal at `fd`; 0 × 0 if it does not know. `ioctl` is variadic.
static inline void hrs_window_size(int fd, int *rows, int *columns) {
  struct winsize size = {0};
  ioctl(fd, TIOCGWINSZ, &size);
  *rows = size.ws_row;
  *columns = size.ws_col;
}

/// Bytes that can be read from `fd` without waiting, −1 for a terminal that has gone. `ioctl` is variadic.
static inline int hrs_readable_bytes(int fd) {
  int count = 0;
  return ioctl(fd, FIONREAD, &count) == 0 ? count : -1;
}
