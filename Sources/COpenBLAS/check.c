#include "internal.h"

#include <math.h>
#include <stddef.h>

// Odd sizes, so that the edges of the library's kernels are met too.
enum { rows = 61, columns = 23, targets = 5 };

/// A number between −1 and 1 that depends on its place alone.
static double number(int place) { return sin(1.0 + place * 0.7) * cos(place * 0.013); }

/// Whether a result is that of the plain sum, by so many parts of a million.
static int is_near(double found, double expected, double parts) {
  return fabs(found - expected) <= parts * 1e-6 * (1 + fabs(expected));
}

static int products_are_right(const double *values, const double *other, double *gram, double *product) {
  static float singles[rows * columns], weights[targets * columns], result[rows * targets];
  hrs_blas_add_gram(rows, columns, values, gram);
  hrs_blas_add_product(rows, columns, targets, values, other, product);
  for (int place = 0; place < rows * columns; place++) singles[place] = (float)values[place];
  for (int place = 0; place < targets * columns; place++) weights[place] = (float)other[place];
  hrs_blas_apply(rows, columns, targets, singles, weights, result);
  for (int i = 0; i < columns; i++) {
    for (int j = i; j < columns; j++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) sum += values[row * columns + i] * values[row * columns + j];
      if (!is_near(gram[i * columns + j], sum, 1e-6)) return 0;
    }
    for (int j = 0; j < targets; j++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) sum += values[row * columns + i] * other[row * targets + j];
      if (!is_near(product[i * targets + j], sum, 1e-6)) return 0;
    }
  }
  for (int row = 0; row < rows; row++) {
    for (int j = 0; j < targets; j++) {
      double sum = 0;
      for (int i = 0; i < columns; i++) sum += (double)singles[row * columns + i] * weights[j * columns + i];
      if (!is_near(result[row * targets + j], sum, 20)) return 0;
    }
  }
  return 1;
}

/// Whether `A·W` is what it was solved for.
static int solution_is_right(const double *gram, const double *product) {
  static double matrix[columns * columns], sides[targets * columns];
  for (int i = 0; i < columns; i++) {
    for (int j = i; j < columns; j++) matrix[i * columns + j] = gram[i * columns + j] + (i == j);
    for (int j = 0; j < targets; j++) sides[j * columns + i] = product[i * targets + j];
  }
  if (hrs_blas_solve(columns, targets, matrix, sides) != 0) return 0;
  for (int i = 0; i < columns; i++) {
    for (int j = 0; j < targets; j++) {
      double sum = sides[j * columns + i];
      for (int k = 0; k < columns; k++) {
        sum += (k < i ? gram[k * columns + i] : gram[i * columns + k]) * sides[j * columns + k];
      }
      if (!is_near(sum, product[i * targets + j], 1e-3)) return 0;
    }
  }
  return 1;
}

/// Whether `A·v` is `λ·v` for the largest ones.
static int directions_are_right(const double *gram) {
  enum { count = 3 };
  static float matrix[columns * columns], values[columns], directions[count * columns];
  for (int place = 0; place < columns * columns; place++) matrix[place] = (float)gram[place];
  if (hrs_blas_largest_eigenvectors(columns, count, matrix, values, directions) != 0) return 0;
  for (int direction = 0; direction < count; direction++) {
    const float *vector = directions + direction * columns;
    double length = 0;
    for (int i = 0; i < columns; i++) {
      double sum = 0;
      for (int k = 0; k < columns; k++) sum += (k < i ? gram[k * columns + i] : gram[i * columns + k]) * vector[k];
      if (!is_near(sum, (double)values[direction] * vector[i], 500)) return 0;
      length += (double)vector[i] * vector[i];
    }
    if (!is_near(length, 1, 100)) return 0;
  }
  return values[0] <= values[1] && values[1] <= values[2];
}

const char *hrs_blas_check(void) {
  static double values[rows * columns], other[rows * targets], gram[columns * columns], product[columns * targets];
  for (int place = 0; place < rows * columns; place++) values[place] = number(place);
  for (int place = 0; place < rows * targets; place++) other[place] = number(place + 100000);
  if (!products_are_right(values, other, gram, product)) {
    return "the installed OpenBLAS multiplies wrongly on this processor (OPENBLAS_CORETYPE may choose another way)";
  }
  if (!solution_is_right(gram, product) || !directions_are_right(gram)) {
    return "the installed OpenBLAS factorises wrongly on this processor (OPENBLAS_CORETYPE may choose another way)";
  }
  return NULL;
}
