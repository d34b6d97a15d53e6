#include "Embedded.h"

// Aligned to the widest vector load, as a mapped file would be.
static _Alignas(64) const unsigned char model[] = {
#embed "hrnet-w16-joints-parts.safetensors"
};

hrs_embedded hrs_embedded_model(void) { return (hrs_embedded){model, sizeof model}; }
