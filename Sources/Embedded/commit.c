#include "Embedded.h"

// `make` says which commit it builds; `swift build` alone does not know.
#ifndef HRS_COMMIT
#define HRS_COMMIT ""
#endif

const char *hrs_commit(void) { return HRS_COMMIT; }
