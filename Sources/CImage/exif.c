#include "internal.h"

#include <libexif/exif-data.h>

int cimage_exif_orientation(const uint8_t *exif, size_t count) {
  int orientation = 1;
  ExifData *data = exif_data_new();
  if (data == NULL) return orientation;
  // As the file has it: no "corrections", which would allocate and invent entries.
  exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_load_data(data, exif, (unsigned)count);
  const ExifEntry *entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry != NULL && entry->format == EXIF_FORMAT_SHORT && entry->components == 1 && entry->size >= 2) {
    const int stored = exif_get_short(entry->data, exif_data_get_byte_order(data));
    if (stored >= 1 && stored <= 8) orientation = stored;
  }
  exif_data_unref(data);
  return orientation;
}
