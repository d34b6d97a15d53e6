#pragma once

#include "CImage.h"

/// One decoding, declared outside the function that calls `setjmp`, so that its fields stay defined after a `longjmp`.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  hrs_image_limits limits;
  hrs_image *picture;
  char *message;
  size_t message_capacity;
  hrs_image_status status;
} Decoding;

void hrs_image_decode_jpeg(Decoding *decoding);
void hrs_image_decode_png(Decoding *decoding);
void hrs_image_decode_webp(Decoding *decoding);
/// HEIC, and what else libheif reads.
void hrs_image_decode_heif(Decoding *decoding);
/// As numbers, not as colours.
void hrs_image_decode_png_indices(Decoding *decoding);

/// Checks the size the header promises, then allocates the picture. Sets `status` and returns 0 on refusal.
int hrs_image_allocate(Decoding *decoding, uint32_t width, uint32_t height);

/// Records a failure in the library's own words (`message` may be NULL).
void hrs_image_fail(Decoding *decoding, hrs_image_status status, const char *message);

/// Makes a block of metadata these bytes, or adds them to it; passes them over beyond the limit.
void hrs_image_set_block(const Decoding *decoding, hrs_image_block *block, const uint8_t *bytes, size_t count);
void hrs_image_extend_block(const Decoding *decoding, hrs_image_block *block, const uint8_t *bytes, size_t count);

/// Keeps what a PNG's chunk of text (tEXt, zTXt or iTXt, by its four letters) says of the picture's orientation.
void hrs_image_take_text(const Decoding *decoding, const uint8_t *name, const uint8_t *bytes, size_t count);
