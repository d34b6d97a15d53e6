#include "internal.h"

#include <CMemory.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t jpeg[] = {0xFF, 0xD8, 0xFF};
static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

static int is_webp(const uint8_t *bytes, size_t count) {
  return count >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0;
}

/// Whether the brands that a file begins with (ISO/IEC 14496-12, 4.3) are those of still pictures, and not of a film.
static int is_heif(const uint8_t *bytes, size_t count) {
  static const char brands[][5] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis"};
  if (count < 12 || memcmp(bytes + 4, "ftyp", 4) != 0) return 0;
  size_t end = (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
  if (end > count) end = count;
  // The major brand, its version, and those it is compatible with.
  for (size_t place = 8; place + 4 <= end; place += place == 8 ? 8 : 4) {
    for (size_t index = 0; index < sizeof brands / sizeof brands[0]; index++) {
      if (memcmp(bytes + place, brands[index], 4) == 0) return 1;
    }
  }
  return 0;
}

static Decoding begin(const uint8_t *bytes, size_t count, hrs_image_limits limits, hrs_image *picture, char *message,
                      size_t message_capacity) {
  *picture = (hrs_image){0};
  message[0] = 0;
  return (Decoding){
      .bytes = bytes,
      .count = count,
      .limits = limits,
      .picture = picture,
      .message = message,
      .message_capacity = message_capacity,
      .status = HRS_IMAGE_NOT_A_PICTURE,
  };
}

hrs_image_status hrs_image_decode(const uint8_t *bytes, size_t count, hrs_image_limits limits, hrs_image *picture,
                                  char *message, size_t message_capacity) {
  Decoding decoding = begin(bytes, count, limits, picture, message, message_capacity);
  // A picture that is too large for the memory there is need not end the session of somebody who looks for pictures.
  hrs_memory_tolerate(true);
  if (count >= sizeof jpeg && memcmp(bytes, jpeg, sizeof jpeg) == 0) {
    hrs_image_decode_jpeg(&decoding);
  } else if (count >= sizeof png && memcmp(bytes, png, sizeof png) == 0) {
    hrs_image_decode_png(&decoding);
  } else if (is_webp(bytes, count)) {
    hrs_image_decode_webp(&decoding);
  } else if (is_heif(bytes, count)) {
    hrs_image_decode_heif(&decoding);
  }
  hrs_memory_tolerate(false);
  if (decoding.status != HRS_IMAGE_OK) hrs_image_free(picture);
  return decoding.status;
}

hrs_image_status hrs_image_decode_indices(const uint8_t *bytes, size_t count, hrs_image_limits limits,
                                          hrs_image *picture, char *message, size_t message_capacity) {
  Decoding decoding = begin(bytes, count, limits, picture, message, message_capacity);
  hrs_memory_tolerate(true);
  if (count >= sizeof png && memcmp(bytes, png, sizeof png) == 0) hrs_image_decode_png_indices(&decoding);
  hrs_memory_tolerate(false);
  if (decoding.status != HRS_IMAGE_OK) hrs_image_free(picture);
  return decoding.status;
}

void hrs_image_free(hrs_image *picture) {
  free(picture->pixels);
  free(picture->exif.bytes);
  free(picture->raw_exif.bytes);
  free(picture->xmp.bytes);
  picture->pixels = picture->exif.bytes = picture->raw_exif.bytes = picture->xmp.bytes = NULL;
}

void hrs_image_extend_block(const Decoding *decoding, hrs_image_block *block, const uint8_t *bytes, size_t count) {
  if (count > decoding->limits.block_bytes || block->count > decoding->limits.block_bytes - count) return;
  // One more: an empty block is not the same as none, and realloc may give NULL for no bytes.
  uint8_t *grown = realloc(block->bytes, block->count + count + 1);
  if (grown == NULL) return;
  if (count > 0) memcpy(grown + block->count, bytes, count);
  block->bytes = grown;
  block->count += count;
}

void hrs_image_set_block(const Decoding *decoding, hrs_image_block *block, const uint8_t *bytes, size_t count) {
  block->count = 0;
  hrs_image_extend_block(decoding, block, bytes, count);
}

int hrs_image_allocate(Decoding *decoding, uint32_t width, uint32_t height) {
  decoding->picture->width = width;
  decoding->picture->height = height;
  if (width == 0 || height == 0) {
    hrs_image_fail(decoding, HRS_IMAGE_DAMAGED, "the header says the picture has no pixels");
    return 0;
  }
  if (width > decoding->limits.side || height > decoding->limits.side ||
      (uint64_t)width * height > decoding->limits.pixels) {
    hrs_image_fail(decoding, HRS_IMAGE_TOO_LARGE, NULL);
    return 0;
  }
  // calloc: pages a damaged file never reaches cost nothing, and no old memory can show through.
  decoding->picture->pixels = calloc((size_t)width * height, 3);
  if (decoding->picture->pixels == NULL) {
    hrs_image_fail(decoding, HRS_IMAGE_OUT_OF_MEMORY, NULL);
    return 0;
  }
  return 1;
}

void hrs_image_fail(Decoding *decoding, hrs_image_status status, const char *message) {
  decoding->status = status;
  snprintf(decoding->message, decoding->message_capacity, "%s", message != NULL ? message : "");
}

void hrs_image_copy_upright(const hrs_image *picture, int orientation, uint8_t *upright) {
  const ptrdiff_t width = picture->width, height = picture->height;
  // Where the stored top left pixel goes, and how far one step right and one step down in the stored picture moves.
  // EXIF 2.32, 4.6.4 A, "Orientation". 5 to 8 stand on their side: their rows are `height` long.
  ptrdiff_t origin, right, down;
  switch (orientation) {
  case 2: origin = width - 1, right = -1, down = width; break;
  case 3: origin = width * height - 1, right = -1, down = -width; break;
  case 4: origin = width * (height - 1), right = 1, down = -width; break;
  case 5: origin = 0, right = height, down = 1; break;
  case 6: origin = height - 1, right = height, down = -1; break;
  case 7: origin = width * height - 1, right = -height, down = -1; break;
  case 8: origin = height * (width - 1), right = -height, down = 1; break;
  default: memcpy(upright, picture->pixels, (size_t)(width * height) * 3); return;
  }
  const uint8_t *from = picture->pixels;
  for (ptrdiff_t y = 0; y < height; y++) {
    for (ptrdiff_t x = 0; x < width; x++, from += 3) memcpy(upright + (origin + y * down + x * right) * 3, from, 3);
  }
}
