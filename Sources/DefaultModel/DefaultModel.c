#include "DefaultModel.h"

// Aligned to the widest vector load, as a mapped file would be.
static _Alignas(64) const unsigned char model[] = {
#embed "hrnet-w16-lsp14.safetensors"
};

const size_t hrscope_default_model_size = sizeof model;

const unsigned char *hrscope_default_model_bytes(void) { return model; }
