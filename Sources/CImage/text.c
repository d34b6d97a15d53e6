#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/// Bytes of a chunk that are not read yet.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} Rest;

/// Steps over a text and the zero that ends it; 0 where none does.
static int skip_text(Rest *rest) {
  const uint8_t *end = rest->count > 0 ? memchr(rest->bytes, 0, rest->count) : NULL;
  if (end == NULL) return 0;
  rest->count -= (size_t)(end + 1 - rest->bytes);
  rest->bytes = end + 1;
  return 1;
}

static int skip_byte(Rest *rest, uint8_t *byte) {
  if (rest->count == 0) return 0;
  *byte = *rest->bytes++;
  rest->count--;
  return 1;
}

/// Inflates into a block. What is damaged or beyond the limit says nothing at all.
static void inflate_block(const Decoding *decoding, hrs_image_block *block, Rest rest) {
  z_stream stream = {.next_in = (Bytef *)rest.bytes, .avail_in = (uInt)rest.count};
  if (inflateInit(&stream) != Z_OK) return;
  uint8_t piece[1 << 14];
  int result = Z_OK;
  hrs_image_set_block(decoding, block, NULL, 0);
  while (result == Z_OK) {
    stream.next_out = piece;
    stream.avail_out = sizeof piece;
    result = inflate(&stream, Z_NO_FLUSH);
    const size_t count = sizeof piece - stream.avail_out;
    if (count > decoding->limits.block_bytes - block->count) result = Z_DATA_ERROR;
    if (result == Z_OK || result == Z_STREAM_END) hrs_image_extend_block(decoding, block, piece, count);
  }
  // A stream that ends early (Z_BUF_ERROR) keeps what it gave, as in Pillow.
  if (result == Z_DATA_ERROR || result == Z_MEM_ERROR || result == Z_NEED_DICT) block->count = 0;
  inflateEnd(&stream);
}

void hrs_image_take_text(const Decoding *decoding, const uint8_t *name, const uint8_t *bytes, size_t count) {
  hrs_image *picture = decoding->picture;
  Rest rest = {bytes, count};
  if (!skip_text(&rest)) return;
  const char *keyword = (const char *)bytes;
  const int is_plain = memcmp(name, "tEXt", 4) == 0;
  hrs_image_block *block = NULL;
  if (strcmp(keyword, "Raw profile type exif") == 0) block = &picture->raw_exif;
  if (strcmp(keyword, "XML:com.adobe.xmp") == 0) block = &picture->xmp;
  // Binary, whatever the specification says of texts.
  if (strcmp(keyword, "exif") == 0 && is_plain) block = &picture->exif;
  if (block == NULL) return;

  uint8_t is_deflated = name[0] == 'z', method = 0;
  if (name[0] == 'i' && !skip_byte(&rest, &is_deflated)) return;
  if (!is_plain && !skip_byte(&rest, &method)) return;
  // iTXt: a language, and the keyword in that language.
  if (name[0] == 'i' && (!skip_text(&rest) || !skip_text(&rest))) return;
  if (!is_deflated) {
    hrs_image_set_block(decoding, block, rest.bytes, rest.count);
  } else if (method == 0) {
    inflate_block(decoding, block, rest);
  }
}
