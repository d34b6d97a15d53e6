#include "Embedded.h"

// Aligned to the widest vector load, as a mapped file would be.
static _Alignas(64) const unsigned char model[] = {
#embed "hrnet-w16-joints-parts.safetensors"
};

static const unsigned char picture[] = {
#embed "../../SampleImages/01-runner.jpg"
};

static const unsigned char people[] = {
#embed "../../SampleImages/01-runner.json"
};

hrs_embedded hrs_embedded_model(void) { return (hrs_embedded){model, sizeof model}; }

hrs_embedded hrs_embedded_picture(void) { return (hrs_embedded){picture, sizeof picture}; }

hrs_embedded hrs_embedded_people(void) { return (hrs_embedded){people, sizeof people}; }
