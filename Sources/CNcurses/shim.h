// The part of ncurses that Swift cannot import by itself: variadic functions, macros that are no plain numbers, and
// global variables, which Swift 6 holds to be shared mutable state.
#pragma once

// Wide characters and cchar_t with more than 256 colour pairs.
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1

#include <langinfo.h>
#include <ncurses.h>
#include <stdint.h>
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

/// Makes the next update paint every cell. `curscr` is a variable.
static inline void hrs_repaint(void) { clearok(curscr, TRUE); }

/// How many colours the terminal has. `COLORS` is a variable.
static inline int hrs_colors(void) { return COLORS; }

/// How many pairs of colours it can show at a time, the default pair 0 among them. `COLOR_PAIRS` is a variable.
static inline int hrs_color_pairs(void) { return COLOR_PAIRS; }

/// A string capability of the terminal; NULL if it has none of that name. Failures of `tigetstr` are pointers that
/// Swift cannot compare with, and its parameter lacks `const`.
static inline const char *hrs_capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

/// What moves the cursor to a place; NULL if the terminal cannot. `tparm` is variadic.
static inline const char *hrs_cursor_address(int row, int column) {
  const char *format = hrs_capability("cup");
  return format ? tparm((char *)format, row, column) : NULL;
}

/// Makes a cell. `setcchar` takes a zero-terminated string, and pairs beyond 32767 only behind its `void *`.
static inline void hrs_set_cell(cchar_t *cell, uint32_t scalar, attr_t attributes, int pair) {
  const wchar_t text[2] = {(wchar_t)scalar, 0};
  setcchar(cell, text, attributes, (short)0, &pair);
}

// The attributes are macros with casts.
static inline attr_t hrs_bold(void) { return A_BOLD; }
static inline attr_t hrs_dim(void) { return A_DIM; }
static inline attr_t hrs_underline(void) { return A_UNDERLINE; }
static inline attr_t hrs_reverse(void) { return A_REVERSE; }
static inline attr_t hrs_italic(void) { return A_ITALIC; }

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
