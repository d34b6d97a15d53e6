#pragma once
#include <stddef.h>

/// The embedded default model: the bytes of `hrnet-w16-lsp14.safetensors`, as the file stands in this folder.
extern const unsigned char hrscope_default_model[];
/// Length of `hrscope_default_model` in bytes.
extern const size_t hrscope_default_model_size;
