// symmetric_eigen (linalg.h) in pieces, for whoever must not be kept waiting: a page that goes on being drawn. A piece
// is a column of the tridiagonalisation, some rows of the rotation, some sweeps of QR or a strip of columns that they
// turn; of a matrix of 784 x 784 there are some 1,600, of which none takes more than 20 million operations. The result
// is the same to the last bit, however it is cut.
#pragma once

#include <vector>

#include "core/linalg.h"

namespace thimble {

class EigenSteps {
 public:
  // Errors as symmetric_eigen. `together`: how many blocks of rows, or strips of columns, one step takes.
  explicit EigenSteps(const MatrixD& a, int together = 1);

  bool step();              // false: done. numeric error where an eigenvalue does not converge
  double progress() const;  // about, from 0 to 1
  Eigen result() const;     // once step() has said false

 private:
  enum class Stage { tridiagonal, rotation, sweeps, turning, done };
  struct Sweep {
    int first, count;
    size_t at;  // in cs_
  };
  void reduce_column();
  void rotate_rows();
  void sweep_some();
  void turn_columns();
  bool negligible(int i) const;
  double* room_for(int first, int count);

  Stage stage_ = Stage::tridiagonal;
  int n_, together_, at_ = 0;             // at_: of the stage: the next column, row, strip
  double scale_ = 1;                      // a_ is the matrix over it
  MatrixD a_, rows_;                      // rows_: Q^T, later the eigenvectors
  std::vector<double> diagonal_, below_;  // of the tridiagonal matrix: below_[i] = T(i + 1, i)
  MatrixD reflectors_;                    // row k: the unit vector of H_k, zero up to entry k
  std::vector<double> v_, w_, next_, y_;
  std::vector<Sweep> sweeps_;
  std::vector<double> cs_;  // c and s of every rotation in them
  int last_ = 0, tries_ = 0;
};

}  // namespace thimble
