#include "internal.h"

// jpeglib.h needs FILE to be declared before it.
#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>
#include <setjmp.h>
#include <string.h>

typedef struct {
  struct jpeg_decompress_struct library;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  Decoding *decoding;
} JPEG;

static JPEG *owner(j_common_ptr library) { return library->client_data; }

static void stop(j_common_ptr library) {
  char message[JMSG_LENGTH_MAX];
  library->err->format_message(library, message);
  hrs_image_status status = HRS_IMAGE_DAMAGED;
  switch (library->err->msg_code) {
  case JERR_ARITH_NOTIMPL:
  case JERR_BAD_PRECISION:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_SOF_UNSUPPORTED: status = HRS_IMAGE_UNSUPPORTED; break;
  case JERR_NO_BACKING_STORE:
  case JERR_OUT_OF_MEMORY: status = HRS_IMAGE_OUT_OF_MEMORY; break;
  }
  hrs_image_fail(owner(library)->decoding, status, message);
  longjmp(owner(library)->escape, 1);
}

/// libjpeg calls data that ends early or makes no sense a warning and paints the rest grey. Joints found on grey
/// would be nonsense without a word, so every warning ends the decoding, save the three that cannot change a pixel.
static void note(j_common_ptr library, int level) {
  if (level >= 0) return;
  switch (library->err->msg_code) {
  case JWRN_ADOBE_XFORM:
  case JWRN_EXTRANEOUS_DATA:
  case JWRN_JFIF_MAJOR: return;
  }
  stop(library);
}

static void keep_quiet(j_common_ptr library) { (void)library; }

/// A progressive file of a few kilobytes may hold thousands of passes over a huge picture.
static void count_scans(j_common_ptr library) {
  JPEG *jpeg = owner(library);
  if (jpeg->library.input_scan_number > jpeg->decoding->limits.scans) {
    hrs_image_fail(jpeg->decoding, HRS_IMAGE_DAMAGED, "more passes than any encoder writes");
    longjmp(jpeg->escape, 1);
  }
}

/// APP1 segments: EXIF, which goes on in further ones where it is long, and XMP, of which the last counts.
static void keep_metadata(const JPEG *jpeg) {
  static const uint8_t exif[] = {'E', 'x', 'i', 'f', 0, 0};
  static const char xmp[] = "http://ns.adobe.com/xap/1.0/";
  hrs_image *picture = jpeg->decoding->picture;
  for (jpeg_saved_marker_ptr marker = jpeg->library.marker_list; marker != NULL; marker = marker->next) {
    const size_t count = marker->data_length;
    if (count >= sizeof exif && memcmp(marker->data, exif, sizeof exif) == 0) {
      const size_t header = picture->exif.bytes != NULL ? sizeof exif : 0;
      hrs_image_extend_block(jpeg->decoding, &picture->exif, marker->data + header, count - header);
    } else if (count >= sizeof xmp && memcmp(marker->data, xmp, sizeof xmp) == 0) {
      hrs_image_set_block(jpeg->decoding, &picture->xmp, marker->data + sizeof xmp, count - sizeof xmp);
    }
  }
}

/// Adobe writes CMYK upside down (255 is no ink) and marks the file; without the mark 255 is full ink.
static void cmyk_to_rgb(uint8_t *rgb, const uint8_t *cmyk, uint32_t width, int inverted) {
  const uint8_t flip = inverted ? 0 : 255;
  for (uint32_t x = 0; x < width; x++, rgb += 3, cmyk += 4) {
    const unsigned light = cmyk[3] ^ flip;
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel] = (uint8_t)(((cmyk[channel] ^ flip) * light + 127) / 255);
    }
  }
}

static void decode(JPEG *jpeg) {
  struct jpeg_decompress_struct *library = &jpeg->library;
  hrs_image *picture = jpeg->decoding->picture;

  if (setjmp(jpeg->escape) != 0) return;
  jpeg_create_decompress(library);
  library->progress = &jpeg->progress;
  library->mem->max_memory_to_use = (long)jpeg->decoding->limits.working_bytes;
  jpeg_mem_src(library, jpeg->decoding->bytes, jpeg->decoding->count);
  jpeg_save_markers(library, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(library, TRUE);
  if (!hrs_image_allocate(jpeg->decoding, library->image_width, library->image_height)) return;
  keep_metadata(jpeg);

  const int has_black = library->jpeg_color_space == JCS_CMYK || library->jpeg_color_space == JCS_YCCK;
  library->out_color_space = has_black ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(library);
  JSAMPARRAY inks = NULL;
  if (has_black) {
    inks = library->mem->alloc_sarray((j_common_ptr)library, JPOOL_IMAGE, picture->width * 4, 1);
  }
  while (library->output_scanline < library->output_height) {
    JSAMPROW row = picture->pixels + (size_t)library->output_scanline * picture->width * 3;
    jpeg_read_scanlines(library, has_black ? inks : &row, 1);
    if (has_black) cmyk_to_rgb(row, inks[0], picture->width, library->saw_Adobe_marker);
  }
  // Reads on to the end marker, so that a file cut within its last bytes is found out too.
  jpeg_finish_decompress(library);
  jpeg->decoding->status = HRS_IMAGE_OK;
}

void hrs_image_decode_jpeg(Decoding *decoding) {
  JPEG jpeg;
  memset(&jpeg, 0, sizeof jpeg);
  jpeg.decoding = decoding;
  // Before jpeg_create_decompress, which may fail itself and leaves these two as they are.
  jpeg.library.err = jpeg_std_error(&jpeg.errors);
  jpeg.library.client_data = &jpeg;
  jpeg.errors.error_exit = stop;
  jpeg.errors.emit_message = note;
  jpeg.errors.output_message = keep_quiet;
  jpeg.progress.progress_monitor = count_scans;
  decode(&jpeg);
  // Harmless where creation itself failed: it looks at `mem`, which is then NULL.
  jpeg_destroy_decompress(&jpeg.library);
}
