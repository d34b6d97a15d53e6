#include "Embedded.h"

// Aligned to the widest vector load, as a mapped file would be.
static _Alignas(64) const unsigned char model[] = {
#embed "hrnet-w16-lsp14.safetensors"
};

static const unsigned char picture[] = {
#embed "../../SampleImages/01-runner.jpg"
};

static const unsigned char people[] = {
#embed "../../SampleImages/01-runner.json"
};

hrscope_embedded hrscope_embedded_model(void) { return (hrscope_embedded){model, sizeof model}; }

hrscope_embedded hrscope_embedded_picture(void) { return (hrscope_embedded){picture, sizeof picture}; }

hrscope_embedded hrscope_embedded_people(void) { return (hrscope_embedded){people, sizeof people}; }
