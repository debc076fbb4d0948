// The exercises of chapter 06: a discriminant, a factor, a compromise between two cases.
#pragma once

#include <vector>

#include "core/linalg.h"
#include "learn/dataset.h"

// 1, modify. The score of a class for the sample x: now its distance, so that the nearest mean wins. Let it be case 1's
// discriminant, tutorial 06 (6.5), with the class's variance and its prior.
double score(const std::vector<double>& x, const std::vector<double>& mean, double sigma2, double prior);

// 2, complete. The Cholesky factor of a covariance, lower triangular, with L L^T = sigma. The diagonal of a diagonal matrix
// it can do; what stands below the diagonal is missing, and what it takes away from the diagonal.
thimble::MatrixD factor(const thimble::MatrixD& sigma);

// 3, make. Between case 2 and case 3 (Friedman 1989): each class gets the covariance
//   (1 - blend) Sigma_k + blend Sigma
// with its own Sigma_k and the shared Sigma of tutorial 06 (6.4). The discriminants (6.10) of every class for every sample
// of x; the priors are the classes' shares in `train`. x and train hold features.     result (N, classes)
thimble::MatrixD blended_discriminants(const thimble::Dataset& train, const thimble::Samples& x, double blend);
