// e^x, ln x, cos x and x^n in double, the same bits with every compiler and C library.
//
// The C library's own differ in the last bit from one system to the next; these use only + - * / and exact scaling.
// Relative error below 1e-15 over the ranges that the library uses (cos: absolute, |x| <= 1e6).
#pragma once

namespace thimble {

double exp_exact(double x);
double log_exact(double x);  // x > 0
double cos_exact(double x);
double sin_exact(double x);
double pow_exact(double x, double y);  // x > 0; exp(y ln x), by repeated squaring where y is an integer

}  // namespace thimble
