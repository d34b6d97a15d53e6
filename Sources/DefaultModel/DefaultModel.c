#include "DefaultModel.h"

// Aligned to the widest vector load, as a mapped file would be.
_Alignas(64) const unsigned char hrscope_default_model[] = {
#embed "hrnet-w16-lsp14.safetensors"
};

const size_t hrscope_default_model_size = sizeof hrscope_default_model;
