#include "internal.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

struct hrs_blas_functions hrs_blas;

static const char *refusal;

/// What the library says of itself; NULL where there is none.
static const char *configuration;

#ifdef __APPLE__
static const char *find(void) {
  configuration = "Accelerate";
  hrs_blas = (struct hrs_blas_functions){cblas_dsyrk, cblas_dgemm, cblas_sgemm, dposv_, ssyevr_};
  return NULL;
}
#else
static const struct {
  const char *name;
  void **place;
} functions[] = {
    {"cblas_dsyrk", (void **)&hrs_blas.dsyrk}, {"cblas_dgemm", (void **)&hrs_blas.dgemm},
    {"cblas_sgemm", (void **)&hrs_blas.sgemm}, {"dposv_", (void **)&hrs_blas.dposv},
    {"ssyevr_", (void **)&hrs_blas.ssyevr},
};

/// Loaded when it is needed: linked, its 35 MB would add 1.5 ms to every start, and most runs solve nothing.
static const char *find(void) {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return "OpenBLAS is not installed (expected libopenblas.so.0, e.g. of libopenblas0-serial)";
  typeof(openblas_get_config) *tell = (typeof(openblas_get_config) *)dlsym(library, "openblas_get_config");
  const char *told = tell != NULL ? tell() : NULL;
  configuration = told != NULL ? told : "";
  for (size_t index = 0; index < sizeof functions / sizeof functions[0]; index++) {
    *functions[index].place = dlsym(library, functions[index].name);
    if (*functions[index].place == NULL) {
      return "the installed OpenBLAS lacks what is needed of it (expected cblas_dsyrk, cblas_dgemm, cblas_sgemm, "
             "dposv_, ssyevr_)";
    }
  }
  // Other builds than the serial one start a team when they are loaded; ours are small products, done side by side.
  typeof(openblas_set_num_threads) *set_threads =
      (typeof(openblas_set_num_threads) *)dlsym(library, "openblas_set_num_threads");
  if (set_threads != NULL) set_threads(1);
  return NULL;
}
#endif

static void prepare(void) {
  refusal = find();
  if (refusal == NULL) refusal = hrs_blas_check();
}

const char *hrs_blas_refusal(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, prepare);
  return refusal;
}

const char *hrs_blas_configuration(void) {
  hrs_blas_refusal();
  return configuration;
}
