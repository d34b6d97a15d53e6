#pragma once

#include "CImage.h"

/// One decoding, declared outside the function that calls `setjmp`, so that its fields stay defined after a `longjmp`.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  CImageLimits limits;
  CImage *picture;
  char *message;
  size_t message_capacity;
  CImageStatus status;
} Decoding;

void cimage_decode_jpeg(Decoding *decoding);
void cimage_decode_png(Decoding *decoding);

/// Checks the size the header promises, then allocates the picture. Sets `status` and returns 0 on refusal.
int cimage_allocate(Decoding *decoding, uint32_t width, uint32_t height);

/// Records a failure in the library's own words (`message` may be NULL).
void cimage_fail(Decoding *decoding, CImageStatus status, const char *message);

/// Makes a block of metadata these bytes, or adds them to it; passes them over beyond the limit.
void cimage_set_block(const Decoding *decoding, CImageBlock *block, const uint8_t *bytes, size_t count);
void cimage_extend_block(const Decoding *decoding, CImageBlock *block, const uint8_t *bytes, size_t count);

/// Keeps what a PNG's chunk of text (tEXt, zTXt or iTXt, by its four letters) says of the picture's orientation.
void cimage_take_text(const Decoding *decoding, const uint8_t *name, const uint8_t *bytes, size_t count);
