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

/// The orientation in an EXIF block that starts with "Exif\0\0"; 1 where there is none or it is not within 1 to 8.
int cimage_exif_orientation(const uint8_t *exif, size_t count);
