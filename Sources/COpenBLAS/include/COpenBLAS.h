#pragma once

/// Linear algebra by OpenBLAS (Accelerate on macOS): what is used of BLAS and LAPACK, with one thread. Matrices are stored
/// row by row where nothing else is said. Any thread may call; one is served at a time. Nothing may be called before
/// `hrs_blas_refusal` has returned NULL.
///
/// The library is loaded, and asked for one product and one factorisation whose results are known, at the first call.
///
/// @return NULL where it can be used; else why not, in words that live as long as the program.
const char *hrs_blas_refusal(void);

/// What the library says of itself, loaded where it was not: name and version first. May be called at any time.
///
/// @return empty where it says nothing, NULL where there is none.
const char *hrs_blas_configuration(void);

/// Adds `XᵀX` to the upper triangle of `sum`, `columns` × `columns`.
///
/// @param values `rows` × `columns`.
void hrs_blas_add_gram(int rows, int columns, const double *values, double *sum);

/// Adds `XᵀY` to `sum`, `columns` × `targets`.
///
/// @param values `rows` × `columns`.
/// @param other `rows` × `targets`.
void hrs_blas_add_product(int rows, int columns, int targets, const double *values, const double *other, double *sum);

/// `Y = X·Wᵀ`, in single precision.
///
/// @param values `rows` × `columns`.
/// @param weights `targets` × `columns`.
/// @param result `rows` × `targets`.
void hrs_blas_apply(int rows, int columns, int targets, const float *values, const float *weights, float *result);

/// Solves `A·W = B` for a symmetric positive definite matrix by Cholesky's factorisation (`dposv_`).
///
/// @param matrix `size` × `size`, of which the upper triangle is read; overwritten.
/// @param sides `targets` × `size`: a right hand side after the other; overwritten by the solutions.
/// @return 0; another number where the matrix is not positive definite.
int hrs_blas_solve(int size, int targets, double *matrix, double *sides);

/// The largest eigenvalues of a symmetric matrix and their directions, the largest last (`ssyevr_`).
///
/// @param matrix `size` × `size`, of which the upper triangle is read; overwritten.
/// @param count how many, at most `size`.
/// @param values room for `size` eigenvalues, of which `count` are written.
/// @param directions room for `count` × `size`: a direction of unit length after the other.
/// @return 0; another number where none were found.
int hrs_blas_largest_eigenvectors(int size, int count, float *matrix, float *values, float *directions);
