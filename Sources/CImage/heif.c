#include "internal.h"

#include <dlfcn.h>
#include <libheif/heif.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

/// What is used of libheif. It is loaded when the first HEIC is met: with the codecs that it brings along it takes 5 ms, an
/// eighth of the explorer's start, and few pictures are HEIC.
static struct {
  typeof(heif_context_alloc) *context_alloc;
  typeof(heif_context_free) *context_free;
  typeof(heif_context_set_maximum_image_size_limit) *context_set_limit;
  typeof(heif_context_set_max_decoding_threads) *context_set_threads;
  typeof(heif_context_read_from_memory_without_copy) *context_read;
  typeof(heif_context_get_primary_image_handle) *context_primary;
  typeof(heif_image_handle_get_width) *handle_width;
  typeof(heif_image_handle_get_height) *handle_height;
  typeof(heif_image_handle_has_alpha_channel) *handle_has_alpha;
  typeof(heif_image_handle_is_premultiplied_alpha) *handle_is_premultiplied;
  typeof(heif_image_handle_release) *handle_release;
  typeof(heif_decoding_options_alloc) *options_alloc;
  typeof(heif_decoding_options_free) *options_free;
  typeof(heif_decode_image) *decode;
  typeof(heif_image_get_plane_readonly) *image_plane;
  typeof(heif_image_get_width) *image_width;
  typeof(heif_image_get_height) *image_height;
  typeof(heif_image_get_bits_per_pixel_range) *image_bits;
  typeof(heif_image_release) *image_release;
} heif;

static const struct {
  const char *name;
  void **place;
} functions[] = {
    {"heif_context_alloc", (void **)&heif.context_alloc},
    {"heif_context_free", (void **)&heif.context_free},
    {"heif_context_set_maximum_image_size_limit", (void **)&heif.context_set_limit},
    {"heif_context_set_max_decoding_threads", (void **)&heif.context_set_threads},
    {"heif_context_read_from_memory_without_copy", (void **)&heif.context_read},
    {"heif_context_get_primary_image_handle", (void **)&heif.context_primary},
    {"heif_image_handle_get_width", (void **)&heif.handle_width},
    {"heif_image_handle_get_height", (void **)&heif.handle_height},
    {"heif_image_handle_has_alpha_channel", (void **)&heif.handle_has_alpha},
    {"heif_image_handle_is_premultiplied_alpha", (void **)&heif.handle_is_premultiplied},
    {"heif_image_handle_release", (void **)&heif.handle_release},
    {"heif_decoding_options_alloc", (void **)&heif.options_alloc},
    {"heif_decoding_options_free", (void **)&heif.options_free},
    {"heif_decode_image", (void **)&heif.decode},
    {"heif_image_get_plane_readonly", (void **)&heif.image_plane},
    {"heif_image_get_width", (void **)&heif.image_width},
    {"heif_image_get_height", (void **)&heif.image_height},
    {"heif_image_get_bits_per_pixel_range", (void **)&heif.image_bits},
    {"heif_image_release", (void **)&heif.image_release},
};

static bool is_loaded;

static void load(void) {
  static const char *const names[] = {"libheif.so.1", "libheif.1.dylib", "/opt/homebrew/lib/libheif.1.dylib"};
  void *library = NULL;
  for (size_t index = 0; index < sizeof names / sizeof names[0] && library == NULL; index++) {
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  }
  if (library == NULL) return;
  for (size_t index = 0; index < sizeof functions / sizeof functions[0]; index++) {
    *functions[index].place = dlsym(library, functions[index].name);
    if (*functions[index].place == NULL) return;
  }
  is_loaded = true;
}

static bool has_library(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded;
}

/// Records what libheif says is wrong.
static void fail(Decoding *decoding, struct heif_error error) {
  hrs_image_status status = HRS_IMAGE_DAMAGED;
  switch (error.code) {
  case heif_error_Unsupported_filetype:
  case heif_error_Unsupported_feature:
  case heif_error_Color_profile_does_not_exist: status = HRS_IMAGE_UNSUPPORTED; break;
  case heif_error_Memory_allocation_error:
    status = error.subcode == heif_suberror_Security_limit_exceeded ? HRS_IMAGE_UNSUPPORTED : HRS_IMAGE_OUT_OF_MEMORY;
    break;
  default: break;
  }
  hrs_image_fail(decoding, status, error.message);
  // Some of its texts end with a line feed.
  decoding->message[strcspn(decoding->message, "\r\n")] = 0;
}

/// Copies the pixels of a decoded picture, of four channels where some are transparent.
static void take_pixels(Decoding *decoding, const struct heif_image *image, int has_alpha, int is_premultiplied) {
  hrs_image *picture = decoding->picture;
  int stride = 0;
  const uint8_t *rows = heif.image_plane(image, heif_channel_interleaved, &stride);
  const size_t channels = has_alpha ? 4 : 3;
  if (rows == NULL || heif.image_width(image, heif_channel_interleaved) != (int)picture->width ||
      heif.image_height(image, heif_channel_interleaved) != (int)picture->height ||
      heif.image_bits(image, heif_channel_interleaved) != 8 || (size_t)stride < picture->width * channels) {
    hrs_image_fail(decoding, HRS_IMAGE_DAMAGED, "the picture is not of the size that the file says");
    return;
  }
  for (uint32_t y = 0; y < picture->height; y++) {
    const uint8_t *from = rows + (size_t)y * (size_t)stride;
    uint8_t *to = picture->pixels + (size_t)y * picture->width * 3;
    for (uint32_t x = 0; x < picture->width; x++, from += channels, to += 3) {
      const unsigned alpha = has_alpha ? from[3] : 255;
      for (int channel = 0; channel < 3; channel++) {
        const unsigned color = is_premultiplied ? from[channel] * 255u : from[channel] * alpha;
        const unsigned over = (color + (255 - alpha) * 255 + 127) / 255;
        to[channel] = (uint8_t)(over < 255 ? over : 255);
      }
    }
  }
  decoding->status = HRS_IMAGE_OK;
}

/// The turns that the file says are libheif's business; EXIF says them once more and does not count.
static void decode(Decoding *decoding, const struct heif_image_handle *handle) {
  const int width = heif.handle_width(handle), height = heif.handle_height(handle);
  if (!hrs_image_allocate(decoding, width > 0 ? (uint32_t)width : 0, height > 0 ? (uint32_t)height : 0)) return;
  struct heif_decoding_options *options = heif.options_alloc();
  if (options == NULL) {
    hrs_image_fail(decoding, HRS_IMAGE_OUT_OF_MEMORY, NULL);
    return;
  }
  options->convert_hdr_to_8bit = 1;
  // What is damaged is an error, not a picture with a note.
  options->strict_decoding = 1;
  const int has_alpha = heif.handle_has_alpha(handle);
  struct heif_image *image = NULL;
  const struct heif_error error =
      heif.decode(handle, &image, heif_colorspace_RGB,
                  has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options);
  heif.options_free(options);
  if (error.code != heif_error_Ok) {
    fail(decoding, error);
  } else {
    take_pixels(decoding, image, has_alpha, heif.handle_is_premultiplied(handle));
  }
  heif.image_release(image);
}

void hrs_image_decode_heif(Decoding *decoding) {
  if (!has_library()) {
    hrs_image_fail(decoding, HRS_IMAGE_UNSUPPORTED, "HEIC, for which libheif is to be installed");
    return;
  }
  struct heif_context *context = heif.context_alloc();
  if (context == NULL) {
    hrs_image_fail(decoding, HRS_IMAGE_OUT_OF_MEMORY, NULL);
    return;
  }
  heif.context_set_limit(context, (int)decoding->limits.side);
  // In this thread: what happens where there is no memory is said thread by thread.
  heif.context_set_threads(context, 0);
  struct heif_image_handle *handle = NULL;
  struct heif_error error = heif.context_read(context, decoding->bytes, decoding->count, NULL);
  if (error.code == heif_error_Ok) error = heif.context_primary(context, &handle);
  if (error.code != heif_error_Ok) {
    fail(decoding, error);
  } else {
    decode(decoding, handle);
  }
  heif.handle_release(handle);
  heif.context_free(context);
}
