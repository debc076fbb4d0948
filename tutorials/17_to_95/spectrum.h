// What Newton and Schulz's iteration does to a singular value.
#pragma once

// [spectrum]
// Every step makes s to a s + b s^3 + c s^5, tutorial 17 (17.12).
inline double orthogonalised(double s, int steps) {
  for (int i = 0; i < steps; ++i) s = 3.4445 * s - 4.7750 * s * s * s + 2.0315 * s * s * s * s * s;
  return s;
}
// [end]
