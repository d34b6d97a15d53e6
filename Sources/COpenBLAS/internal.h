#pragma once

#include "COpenBLAS.h"

#ifdef __APPLE__
#include <Accelerate/Accelerate.h>
#else
#include <cblas.h>

// LAPACK, which is part of OpenBLAS; Debian's has no header for it.
void dposv_(const char *triangle, const int *size, const int *sides, double *matrix, const int *stride,
            double *solution, const int *solution_stride, int *info);
void ssyevr_(const char *job, const char *range, const char *triangle, const int *size, float *matrix,
             const int *stride, const float *lowest, const float *highest, const int *first, const int *last,
             const float *tolerance, int *found, float *values, float *vectors, const int *vector_stride, int *support,
             float *work, const int *work_count, int *integers, const int *integer_count, int *info);
#endif

/// What is used of the library.
extern struct hrs_blas_functions {
  typeof(cblas_dsyrk) *dsyrk;
  typeof(cblas_dgemm) *dgemm;
  typeof(cblas_sgemm) *sgemm;
  typeof(dposv_) *dposv;
  typeof(ssyevr_) *ssyevr;
} hrs_blas;

/// @return NULL where products and factorisations come out right; else what does not.
const char *hrs_blas_check(void);
