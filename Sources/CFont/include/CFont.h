/// Glyphs of the built-in monospaced font, drawn by FreeType.
///
/// The font is DejaVu Sans Mono, taken from the build machine into the program, so that a picture of the screen looks
/// the same on a machine without any font. Nothing here keeps global state; a font belongs to one thread at a time.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cfont cfont;

typedef enum { CFONT_REGULAR, CFONT_BOLD } cfont_weight;

/// A glyph's coverage: `rows` × `pitch` bytes, 0 (nothing) to 255, of which `columns` in each row count.
typedef struct {
  const uint8_t *coverage;  ///< belongs to the font; valid until its next glyph
  int columns;
  int rows;
  int pitch;
  int left;  ///< of the first column, in pixels to the right of the glyph's origin
  int top;   ///< of the first row, in pixels above the baseline
} cfont_glyph;

/// Opens the font in a size; NULL where memory is short.
///
/// - Parameter pixels: height of the font's square.
cfont *cfont_open(cfont_weight weight, double pixels);

void cfont_close(cfont *font);

/// Draws the glyph of a scalar, the font's box for what it lacks; false where that cannot be done.
bool cfont_draw(cfont *font, uint32_t scalar, bool is_slanted, cfont_glyph *glyph);
