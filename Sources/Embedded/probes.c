#include "Embedded.h"

static const struct {
  hrs_embedded file;
} probes[] = {{{0}}};

int hrs_embedded_probes_count(void) { return 0; }

hrs_embedded hrs_embedded_probes(int index) { return probes[index].file; }
