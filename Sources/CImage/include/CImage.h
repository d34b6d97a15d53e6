/// Pictures in and out, by libjpeg-turbo, libpng, libwebp and libheif.
///
/// The shim exists because the first two report failure by `longjmp`, which must not cross Swift frames, and print to
/// stderr by default. Nothing here keeps global state; every function may be called from any thread.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum {
  HRS_IMAGE_OK = 0,
  /// The bytes begin as none of the kinds that are read.
  HRS_IMAGE_NOT_A_PICTURE,
  /// The data ends early or contradicts itself.
  HRS_IMAGE_DAMAGED,
  /// A valid file of a kind the library cannot turn into RGB.
  HRS_IMAGE_UNSUPPORTED,
  /// The header promises more than the limits allow; nothing was allocated for it.
  HRS_IMAGE_TOO_LARGE,
  HRS_IMAGE_OUT_OF_MEMORY,
} hrs_image_status;

typedef struct {
  uint32_t side;         ///< largest width or height, in pixels
  uint64_t pixels;       ///< largest width × height
  int scans;             ///< most passes of a progressive JPEG
  size_t working_bytes;  ///< most memory libjpeg may hold for itself (coefficients of a progressive picture)
  size_t block_bytes;    ///< largest block of metadata, inflated; a larger one is passed over
} hrs_image_limits;

/// A block of metadata, uninterpreted.
typedef struct {
  uint8_t *bytes;  ///< NULL where the file has none
  size_t count;
} hrs_image_block;

/// A decoded picture as stored in the file, before it is turned upright. Owns its memory: give it back with
/// `hrs_image_free`.
typedef struct {
  uint32_t width;
  uint32_t height;
  uint8_t *pixels;       ///< height × width × 3 bytes RGB; NULL unless HRS_IMAGE_OK
  hrs_image_block exif;  ///< a TIFF, often behind "Exif\0\0": a JPEG's APP1 segments joined, a PNG's or a WebP's chunk
  hrs_image_block raw_exif;  ///< the text of a PNG's "Raw profile type exif", in hexadecimal
  hrs_image_block xmp;       ///< an XMP packet
} hrs_image;

/// Decodes a JPEG, PNG, WebP or HEIC file held in memory, whichever its first bytes say.
///
/// Any number of channels and bits becomes 8-bit RGB. Transparent pixels are laid over white. Of several pictures in a WebP
/// or HEIC the first or the primary one is taken; a HEIC comes turned as it says itself, and without metadata. `picture` is always
/// filled in; its width and height are valid for HRS_IMAGE_OK and HRS_IMAGE_TOO_LARGE. On failure `message` (of
/// `message_capacity` > 0 bytes) holds the library's own words or an empty string.
hrs_image_status hrs_image_decode(const uint8_t *bytes, size_t count, hrs_image_limits limits, hrs_image *picture,
                                  char *message, size_t message_capacity);

/// Decodes a PNG of class indices: grey or palette, at most 8 bits a pixel, as the numbers that are stored: no palette is
/// looked up and no grey is stretched. Of `picture->pixels` the first height × width bytes are filled. A PNG of colours, with
/// transparency or of 16 bits is HRS_IMAGE_UNSUPPORTED.
hrs_image_status hrs_image_decode_indices(const uint8_t *bytes, size_t count, hrs_image_limits limits,
                                          hrs_image *picture, char *message, size_t message_capacity);

void hrs_image_free(hrs_image *picture);

/// Copies the pixels, turned upright by an EXIF orientation (1 to 8), into `upright` (width × height × 3 bytes).
/// Orientations 5 to 8 exchange width and height.
void hrs_image_copy_upright(const hrs_image *picture, int orientation, uint8_t *upright);

/// The most bytes that `hrs_image_encode_png` can need for a picture of this size.
size_t hrs_image_png_capacity(uint32_t width, uint32_t height);

/// Writes an RGB picture as PNG into `png` of `capacity` bytes; returns the bytes used, 0 on failure.
size_t hrs_image_encode_png(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t *png, size_t capacity);

/// Writes 8-bit numbers (height × width bytes) as a grey PNG, likewise. `hrs_image_png_capacity` suffices.
size_t hrs_image_encode_indices(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t *png, size_t capacity);
