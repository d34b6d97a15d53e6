#include "internal.h"

#include <pthread.h>
#include <stdlib.h>

/// A serial OpenBLAS hands the same memory to two threads that call it at once: every fiftieth sum of a fit with two workers
/// was wrong by a hundredth. So one thread at a time; what surrounds the calls takes longer.
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void enter(void) { pthread_mutex_lock(&turn); }

static void leave(void) { pthread_mutex_unlock(&turn); }

void hrs_blas_add_gram(int rows, int columns, const double *values, double *sum) {
  enter();
  hrs_blas.dsyrk(CblasRowMajor, CblasUpper, CblasTrans, columns, rows, 1, values, columns, 1, sum, columns);
  leave();
}

void hrs_blas_add_product(int rows, int columns, int targets, const double *values, const double *other, double *sum) {
  enter();
  hrs_blas.dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, columns, targets, rows, 1, values, columns, other, targets, 1,
                 sum, targets);
  leave();
}

void hrs_blas_apply(int rows, int columns, int targets, const float *values, const float *weights, float *result) {
  enter();
  hrs_blas.sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, targets, columns, 1, values, columns, weights, columns,
                 0, result, targets);
  leave();
}

// What is the upper triangle row by row is the lower one column by column, as LAPACK reads.

int hrs_blas_solve(int size, int targets, double *matrix, double *sides) {
  int info = 0;
  enter();
  hrs_blas.dposv("L", &size, &targets, matrix, &size, sides, &size, &info);
  leave();
  return info;
}

int hrs_blas_largest_eigenvectors(int size, int count, float *matrix, float *values, float *directions) {
  const float unused = 0, tolerance = 0;
  const int first = size - count + 1;
  int found = 0, info = 0, integer_count = 10 * size;
  // Of its own length for the work that LAPACK asks for at least, and room for its blocks.
  int work_count = 64 * size + 26 * size;
  float *work = malloc((size_t)work_count * sizeof *work);
  int *integers = malloc(((size_t)integer_count + 2 * (size_t)size) * sizeof *integers);
  if (work != NULL && integers != NULL) {
    enter();
    hrs_blas.ssyevr("V", "I", "L", &size, matrix, &size, &unused, &unused, &first, &size, &tolerance, &found, values,
                    directions, &size, integers + integer_count, work, &work_count, integers, &integer_count, &info);
    leave();
  } else {
    info = -1;
  }
  free(work);
  free(integers);
  return info != 0 ? info : found != count;
}
