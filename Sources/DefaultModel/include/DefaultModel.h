#pragma once
#include <stddef.h>

/// The embedded default model: the bytes of `hrnet-w16-lsp14.safetensors`, as the file stands in this folder.
/// A function, since Swift cannot import an array whose length the header does not say.
const unsigned char *hrscope_default_model_bytes(void);

/// Length of the embedded model in bytes.
extern const size_t hrscope_default_model_size;
