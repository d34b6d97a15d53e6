#include "Embedded.h"

static _Alignas(64) const unsigned char joints[] = {
#embed "probes/joints.safetensors"
};

static _Alignas(64) const unsigned char parts[] = {
#embed "probes/parts.safetensors"
};

static _Alignas(64) const unsigned char joints_of_all[] = {
#embed "probes/joints-v2.safetensors"
};

static _Alignas(64) const unsigned char parts_of_all[] = {
#embed "probes/parts-v2.safetensors"
};

static const hrs_embedded probes[] = {
    {joints, sizeof joints},
    {parts, sizeof parts},
    {joints_of_all, sizeof joints_of_all},
    {parts_of_all, sizeof parts_of_all},
};

int hrs_embedded_probes_count(void) { return sizeof probes / sizeof *probes; }

hrs_embedded hrs_embedded_probes(int index) { return probes[index]; }
