#pragma once
#include <stddef.h>

/// Bytes that are part of the program.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} hrscope_embedded;

/// The default model: `hrnet-w16-lsp14.safetensors`, as the file stands in this folder.
hrscope_embedded hrscope_embedded_model(void);

/// The default picture, `SampleImages/01-runner.jpg`, and the people in it, `SampleImages/01-runner.json`:
/// the program works wherever its binary is carried.
hrscope_embedded hrscope_embedded_picture(void);
hrscope_embedded hrscope_embedded_people(void);
