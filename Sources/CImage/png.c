#include "internal.h"

#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  Decoding *decoding;
  png_structp library;
  png_infop info;
  png_bytep *rows;
  size_t position;
  bool as_indices;
  jmp_buf escape;
} PNG;

static void stop(png_structp library, png_const_charp message) {
  PNG *png = png_get_error_ptr(library);
  hrs_image_fail(png->decoding, HRS_IMAGE_DAMAGED, message);
  longjmp(png->escape, 1);
}

static void keep_quiet(png_structp library, png_const_charp message) {
  (void)library;
  (void)message;
}

static void give_bytes(png_structp library, png_bytep into, size_t count) {
  PNG *png = png_get_io_ptr(library);
  if (count > png->decoding->count - png->position) png_error(library, "the file ends early");
  memcpy(into, png->decoding->bytes + png->position, count);
  png->position += count;
}

/// Takes the chunks that may say an orientation, as they are in the file. Those that libpng may pass over are done with
/// then: it would keep them.
static int take_chunk(png_structp library, png_unknown_chunkp chunk) {
  const PNG *png = png_get_user_chunk_ptr(library);
  if (memcmp(chunk->name, "eXIf", 4) == 0) {
    hrs_image_set_block(png->decoding, &png->decoding->picture->exif, chunk->data, chunk->size);
  } else if (memcmp(chunk->name + 1, "TXt", 3) == 0 || memcmp(chunk->name, "tEXt", 4) == 0) {
    hrs_image_take_text(png->decoding, chunk->name, chunk->data, chunk->size);
  }
  const int may_be_passed_over = (chunk->name[0] & 0x20) != 0;
  return may_be_passed_over;
}

/// Lets libpng read only what makes pixels: the other chunks (texts, profiles) may unpack to gigabytes.
static void bound_chunks(PNG *png) {
  png_set_keep_unknown_chunks(png->library, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_read_user_chunk_fn(png->library, png, take_chunk);
  // A chunk beyond the limits is passed over, whatever this libpng was built to do.
  png_set_benign_errors(png->library, 1);
  png_set_chunk_cache_max(png->library, 16);
  png_set_chunk_malloc_max(png->library, 8 << 20);
  // Our own limits, tested before anything is allocated, name the size in their error; libpng's would not.
  png_set_user_limits(png->library, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
}

/// Every kind of PNG to 8-bit RGB over white. Returns the bytes of a pixel.
static int ask_for_rgb(PNG *png) {
  // White: pictures cut out of their background are mostly made to be seen on a page.
  static const png_color_16 white = {.red = 0xFFFF, .green = 0xFFFF, .blue = 0xFFFF, .gray = 0xFFFF};
  static const png_color_16 white8 = {.red = 0xFF, .green = 0xFF, .blue = 0xFF, .gray = 0xFF};

  const int deep = png_get_bit_depth(png->library, png->info) == 16;
  const int transparent = (png_get_color_type(png->library, png->info) & PNG_COLOR_MASK_ALPHA) != 0 ||
                          png_get_valid(png->library, png->info, PNG_INFO_tRNS) != 0;
  png_set_expand(png->library);
  if (deep) png_set_scale_16(png->library);
  png_set_gray_to_rgb(png->library);
  if (transparent) {
    png_set_background(png->library, deep ? &white : &white8, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1);
  }
  return 3;
}

/// Numbers below 256 as they are stored. Returns the bytes of a pixel, 0 where the file holds other things.
static int ask_for_indices(PNG *png) {
  const int type = png_get_color_type(png->library, png->info);
  const char *what = NULL;
  if (type != PNG_COLOR_TYPE_GRAY && type != PNG_COLOR_TYPE_PALETTE) what = "colours or transparency";
  if (png_get_bit_depth(png->library, png->info) == 16) what = "16 bits a channel";
  if (what != NULL) {
    hrs_image_fail(png->decoding, HRS_IMAGE_UNSUPPORTED, what);
    return 0;
  }
  png_set_packing(png->library);
  return 1;
}

static void decode(PNG *png) {
  hrs_image *picture = png->decoding->picture;

  if (setjmp(png->escape) != 0) return;
  png->library = png_create_read_struct(PNG_LIBPNG_VER_STRING, png, stop, keep_quiet);
  png->info = png->library != NULL ? png_create_info_struct(png->library) : NULL;
  if (png->info == NULL) {
    hrs_image_fail(png->decoding, HRS_IMAGE_OUT_OF_MEMORY, NULL);
    return;
  }
  png_set_read_fn(png->library, png, give_bytes);
  bound_chunks(png);
  png_read_info(png->library, png->info);
  const uint32_t width = png_get_image_width(png->library, png->info);
  const uint32_t height = png_get_image_height(png->library, png->info);
  if (!hrs_image_allocate(png->decoding, width, height)) return;

  const size_t bytes_of_pixel = png->as_indices ? ask_for_indices(png) : ask_for_rgb(png);
  if (bytes_of_pixel == 0) return;
  png_set_interlace_handling(png->library);
  png_read_update_info(png->library, png->info);
  if (png_get_rowbytes(png->library, png->info) != width * bytes_of_pixel) {
    hrs_image_fail(png->decoding, HRS_IMAGE_UNSUPPORTED, "libpng gave other pixels than asked for");
    return;
  }
  png->rows = malloc(height * sizeof *png->rows);
  if (png->rows == NULL) {
    hrs_image_fail(png->decoding, HRS_IMAGE_OUT_OF_MEMORY, NULL);
    return;
  }
  for (uint32_t y = 0; y < height; y++) png->rows[y] = picture->pixels + (size_t)y * width * bytes_of_pixel;
  png_read_image(png->library, png->rows);
  // Metadata may follow the pixels, and a file cut short after them is found out here.
  png_read_end(png->library, png->info);
  png->decoding->status = HRS_IMAGE_OK;
}

static void decode_as(Decoding *decoding, bool as_indices) {
  PNG png;
  memset(&png, 0, sizeof png);
  png.decoding = decoding;
  png.as_indices = as_indices;
  decode(&png);
  png_destroy_read_struct(&png.library, &png.info, NULL);
  free(png.rows);
}

void hrs_image_decode_png(Decoding *decoding) { decode_as(decoding, false); }

void hrs_image_decode_png_indices(Decoding *decoding) { decode_as(decoding, true); }

static png_image description(uint32_t width, uint32_t height, uint32_t format) {
  return (png_image){.version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = format};
}

static size_t encode(png_image image, const uint8_t *pixels, uint8_t *png, size_t capacity) {
  png_alloc_size_t count = capacity;
  return png_image_write_to_memory(&image, png, &count, 0, pixels, 0, NULL) != 0 ? count : 0;
}

size_t hrs_image_png_capacity(uint32_t width, uint32_t height) {
  const png_image image = description(width, height, PNG_FORMAT_RGB);
  return PNG_IMAGE_PNG_SIZE_MAX(image);
}

size_t hrs_image_encode_png(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t *png, size_t capacity) {
  return encode(description(width, height, PNG_FORMAT_RGB), pixels, png, capacity);
}

size_t hrs_image_encode_indices(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t *png, size_t capacity) {
  return encode(description(width, height, PNG_FORMAT_GRAY), pixels, png, capacity);
}
