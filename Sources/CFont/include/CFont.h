/// Glyphs of the built-in monospaced font, drawn by FreeType.
///
/// The font is DejaVu Sans Mono, taken from the build machine into the program, so that a picture of the screen looks
/// the same on a machine without any font. Nothing here keeps global state; a font belongs to one thread at a time.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hrs_font hrs_font;

typedef enum { HRS_FONT_REGULAR, HRS_FONT_BOLD } hrs_font_weight;

/// A glyph's coverage: `rows` × `pitch` bytes, 0 (nothing) to 255, of which `columns` in each row count.
typedef struct {
  const uint8_t *coverage;  ///< belongs to the font; valid until its next glyph
  int columns;
  int rows;
  int pitch;
  int left;  ///< of the first column, in pixels to the right of the glyph's origin
  int top;   ///< of the first row, in pixels above the baseline
} hrs_font_glyph;

/// Opens the font in a size; NULL where memory is short.
///
/// - Parameter pixels: height of the font's square.
hrs_font *hrs_font_open(hrs_font_weight weight, double pixels);

void hrs_font_close(hrs_font *font);

/// Draws the glyph of a scalar, the font's box for what it lacks; false where that cannot be done.
bool hrs_font_draw(hrs_font *font, uint32_t scalar, bool is_slanted, hrs_font_glyph *glyph);
