/// Pictures in and out, by libjpeg-turbo and libpng.
///
/// The shim exists because those libraries report failure by `longjmp`, which must not cross Swift frames, and print to
/// stderr by default. Nothing here keeps global state; every function may be called from any thread.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CIMAGE_OK = 0,
  /// The bytes begin neither as a JPEG nor as a PNG.
  CIMAGE_NOT_A_PICTURE,
  /// The data ends early or contradicts itself.
  CIMAGE_DAMAGED,
  /// A valid file of a kind the library cannot turn into RGB.
  CIMAGE_UNSUPPORTED,
  /// The header promises more than the limits allow; nothing was allocated for it.
  CIMAGE_TOO_LARGE,
  CIMAGE_OUT_OF_MEMORY,
} CImageStatus;

typedef struct {
  uint32_t side;         ///< largest width or height, in pixels
  uint64_t pixels;       ///< largest width × height
  int scans;             ///< most passes of a progressive JPEG
  size_t working_bytes;  ///< most memory libjpeg may hold for itself (coefficients of a progressive picture)
  size_t block_bytes;    ///< largest block of metadata, inflated; a larger one is passed over
} CImageLimits;

/// A block of metadata, uninterpreted.
typedef struct {
  uint8_t *bytes;  ///< NULL where the file has none
  size_t count;
} CImageBlock;

/// A decoded picture as stored in the file, before it is turned upright. Owns its memory: give it back with
/// `cimage_free`.
typedef struct {
  uint32_t width;
  uint32_t height;
  uint8_t *pixels;       ///< height × width × 3 bytes RGB; NULL unless CIMAGE_OK
  CImageBlock exif;      ///< a TIFF, often behind "Exif\0\0": a JPEG's APP1 segments joined, or a PNG's eXIf
  CImageBlock raw_exif;  ///< the text of a PNG's "Raw profile type exif", in hexadecimal
  CImageBlock xmp;       ///< an XMP packet
} CImage;

/// Decodes a JPEG or PNG file held in memory, whichever its first bytes say.
///
/// Any number of channels and bits becomes 8-bit RGB. Transparent pixels are laid over white. `picture` is always
/// filled in; its width and height are valid for CIMAGE_OK and CIMAGE_TOO_LARGE. On failure `message` (of
/// `message_capacity` > 0 bytes) holds the library's own words or an empty string.
CImageStatus cimage_decode(const uint8_t *bytes, size_t count, CImageLimits limits, CImage *picture, char *message,
                           size_t message_capacity);

void cimage_free(CImage *picture);

/// Copies the pixels, turned upright by an EXIF orientation (1 to 8), into `upright` (width × height × 3 bytes).
/// Orientations 5 to 8 exchange width and height.
void cimage_copy_upright(const CImage *picture, int orientation, uint8_t *upright);

/// The most bytes that `cimage_encode_png` can need for a picture of this size.
size_t cimage_png_capacity(uint32_t width, uint32_t height);

/// Writes an RGB picture as PNG into `png` of `capacity` bytes; returns the bytes used, 0 on failure.
size_t cimage_encode_png(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t *png, size_t capacity);
