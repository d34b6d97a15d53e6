#pragma once
#include <stddef.h>

/// Bytes that are part of the program.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} hrs_embedded;

/// The commit the program was built from, as `git describe --always --dirty` says it; empty where nobody said it.
const char *hrs_commit(void);

/// The default model: `hrnet-w16-joints-parts.safetensors`, as the file stands in this folder.
hrs_embedded hrs_embedded_model(void);

/// Linear read-outs of the default model, files of `hrscope probe` as they stand in `probes` of this folder; `index` counts
/// from 0.
int hrs_embedded_probes_count(void);
hrs_embedded hrs_embedded_probes(int index);

/// Pictures of `SampleImages` and the people in them, the default one first; `index` counts from 0. The program works
/// wherever its binary is carried.
int hrs_embedded_picture_count(void);
/// The name of the file, `01-runner.jpg`.
const char *hrs_embedded_picture_name(int index);
hrs_embedded hrs_embedded_picture(int index);
hrs_embedded hrs_embedded_people(int index);

/// The built-in lessons, `lessons/NAME.txt` in this folder, in the order of a course; `index` counts from 0.
int hrs_embedded_lesson_count(void);
const char *hrs_embedded_lesson_name(int index);
hrs_embedded hrs_embedded_lesson(int index);
