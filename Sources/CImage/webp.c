#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

/// A block of metadata, where the file has it.
static void keep_chunk(const Decoding *decoding, const WebPDemuxer *file, const char *name, hrs_image_block *block) {
  WebPChunkIterator chunk;
  if (WebPDemuxGetChunk(file, name, 1, &chunk) != 0) {
    hrs_image_set_block(decoding, block, chunk.chunk.bytes, chunk.chunk.size);
  }
  WebPDemuxReleaseChunkIterator(&chunk);
}

static void fail(Decoding *decoding, VP8StatusCode status) {
  switch (status) {
  case VP8_STATUS_OUT_OF_MEMORY: hrs_image_fail(decoding, HRS_IMAGE_OUT_OF_MEMORY, NULL); return;
  case VP8_STATUS_UNSUPPORTED_FEATURE:
    hrs_image_fail(decoding, HRS_IMAGE_UNSUPPORTED, "a WebP of a kind that libwebp does not know");
    return;
  case VP8_STATUS_NOT_ENOUGH_DATA:
  case VP8_STATUS_SUSPENDED: hrs_image_fail(decoding, HRS_IMAGE_DAMAGED, "the file ends early"); return;
  default: hrs_image_fail(decoding, HRS_IMAGE_DAMAGED, "the data of the WebP make no sense");
  }
}

/// Decodes a frame's colours, multiplied by their opacity, into `rgba` (frame's height × width × 4 bytes).
static VP8StatusCode decode_frame(const WebPIterator *frame, uint8_t *rgba, size_t size) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) return VP8_STATUS_UNSUPPORTED_FEATURE;
  config.output.colorspace = MODE_rgbA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = rgba;
  config.output.u.RGBA.stride = frame->width * 4;
  config.output.u.RGBA.size = size;
  const VP8StatusCode status = WebPDecode(frame->fragment.bytes, frame->fragment.size, &config);
  WebPFreeDecBuffer(&config.output);
  return status;
}

/// Lays pixels whose colours are multiplied by their opacity over white.
static void lay_over_white(uint8_t *rgb, const uint8_t *rgba, size_t count) {
  for (size_t x = 0; x < count; x++, rgb += 3, rgba += 4) {
    for (int channel = 0; channel < 3; channel++) {
      const unsigned over = rgba[channel] + 255u - rgba[3];
      rgb[channel] = (uint8_t)(over < 255 ? over : 255);
    }
  }
}

/// The first frame of a WebP, which most often is the only one, over white.
static void decode(Decoding *decoding, const WebPDemuxer *file) {
  hrs_image *picture = decoding->picture;
  const uint32_t width = WebPDemuxGetI(file, WEBP_FF_CANVAS_WIDTH);
  const uint32_t height = WebPDemuxGetI(file, WEBP_FF_CANVAS_HEIGHT);
  if (!hrs_image_allocate(decoding, width, height)) return;
  keep_chunk(decoding, file, "EXIF", &picture->exif);
  keep_chunk(decoding, file, "XMP ", &picture->xmp);

  WebPIterator frame;
  if (WebPDemuxGetFrame(file, 1, &frame) == 0) {
    hrs_image_fail(decoding, HRS_IMAGE_DAMAGED, "no picture in the WebP");
    return;
  }
  const size_t size = (size_t)frame.width * (size_t)frame.height * 4;
  uint8_t *rgba = frame.width > 0 && frame.height > 0 ? calloc(size, 1) : NULL;
  if (rgba == NULL) {
    hrs_image_fail(decoding, HRS_IMAGE_OUT_OF_MEMORY, NULL);
  } else if ((int64_t)frame.x_offset + frame.width > width || (int64_t)frame.y_offset + frame.height > height ||
             frame.x_offset < 0 || frame.y_offset < 0) {
    hrs_image_fail(decoding, HRS_IMAGE_DAMAGED, "a frame lies outside of the WebP");
  } else {
    const VP8StatusCode status = decode_frame(&frame, rgba, size);
    if (status == VP8_STATUS_OK) {
      memset(picture->pixels, 0xFF, (size_t)width * height * 3);
      for (int y = 0; y < frame.height; y++) {
        const size_t row = (size_t)(frame.y_offset + y) * width + (size_t)frame.x_offset;
        lay_over_white(picture->pixels + row * 3, rgba + (size_t)y * (size_t)frame.width * 4, (size_t)frame.width);
      }
      decoding->status = HRS_IMAGE_OK;
    } else {
      fail(decoding, status);
    }
  }
  free(rgba);
  WebPDemuxReleaseIterator(&frame);
}

void hrs_image_decode_webp(Decoding *decoding) {
  const WebPData data = {.bytes = decoding->bytes, .size = decoding->count};
  WebPDemuxState state;
  WebPDemuxer *file = WebPDemuxPartial(&data, &state);
  // Where the headers are all that can be read, the size still tells what is too large.
  if (file == NULL || state == WEBP_DEMUX_PARSE_ERROR) {
    hrs_image_fail(decoding, HRS_IMAGE_DAMAGED,
                   file == NULL && state == WEBP_DEMUX_PARSING_HEADER ? "the file ends early"
                                                                      : "the chunks of the WebP make no sense");
  } else if (state != WEBP_DEMUX_DONE) {
    hrs_image_fail(decoding, HRS_IMAGE_DAMAGED, "the file ends early");
  } else {
    decode(decoding, file);
  }
  WebPDemuxDelete(file);
}
