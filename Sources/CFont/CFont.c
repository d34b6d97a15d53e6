#include "CFont.h"

#include <ft2build.h>
#include <stdlib.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

// Debian, Ubuntu; Fedora; Arch; a Mac with Homebrew's cask.
static const unsigned char regular[] = {
#if __has_embed("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
#embed "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
#elif __has_embed("/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf")
#embed "/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf"
#elif __has_embed("/usr/share/fonts/TTF/DejaVuSansMono.ttf")
#embed "/usr/share/fonts/TTF/DejaVuSansMono.ttf"
#elif __has_embed("/Library/Fonts/DejaVuSansMono.ttf")
#embed "/Library/Fonts/DejaVuSansMono.ttf"
#else
#error "DejaVuSansMono.ttf was not found: install the package fonts-dejavu-core"
#endif
};

static const unsigned char bold[] = {
#if __has_embed("/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf")
#embed "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf"
#elif __has_embed("/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono-Bold.ttf")
#embed "/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono-Bold.ttf"
#elif __has_embed("/usr/share/fonts/TTF/DejaVuSansMono-Bold.ttf")
#embed "/usr/share/fonts/TTF/DejaVuSansMono-Bold.ttf"
#elif __has_embed("/Library/Fonts/DejaVuSansMono-Bold.ttf")
#embed "/Library/Fonts/DejaVuSansMono-Bold.ttf"
#else
#error "DejaVuSansMono-Bold.ttf was not found: install the package fonts-dejavu-core"
#endif
};

struct hrs_font {
  FT_Library library;
  FT_Face face;
};

hrs_font *hrs_font_open(hrs_font_weight weight, double pixels) {
  hrs_font *font = calloc(1, sizeof *font);
  if (!font) return NULL;
  const unsigned char *bytes = weight == HRS_FONT_BOLD ? bold : regular;
  FT_Long count = weight == HRS_FONT_BOLD ? sizeof bold : sizeof regular;
  // Sizes in 1/64 pixel: at 72 dots per inch a point is a pixel.
  if (FT_Init_FreeType(&font->library) || FT_New_Memory_Face(font->library, bytes, count, 0, &font->face) ||
      FT_Set_Char_Size(font->face, 0, (FT_F26Dot6)(pixels * 64 + 0.5), 72, 72)) {
    hrs_font_close(font);
    return NULL;
  }
  return font;
}

void hrs_font_close(hrs_font *font) {
  if (!font) return;
  if (font->library) FT_Done_FreeType(font->library);
  free(font);
}

bool hrs_font_draw(hrs_font *font, uint32_t scalar, bool is_slanted, hrs_font_glyph *glyph) {
  // Without hinting, which would move stems to whole pixels differently in every version of the library.
  if (FT_Load_Char(font->face, scalar, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)) return false;
  FT_GlyphSlot slot = font->face->glyph;
  if (is_slanted) {
    FT_Matrix slant = {0x10000, 0x3333, 0, 0x10000};
    FT_Outline_Transform(&slot->outline, &slant);
  }
  if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL)) return false;
  *glyph = (hrs_font_glyph){slot->bitmap.buffer, (int)slot->bitmap.width, (int)slot->bitmap.rows,
                            slot->bitmap.pitch,  slot->bitmap_left,       slot->bitmap_top};
  return true;
}
