#include "exercises.h"

#include "core/functions.h"

using namespace thimble;

double accuracy_of(const ConfusionMatrix& m, int64_t /*per_class*/) { return m.accuracy(); }

double at_most(int /*k*/, int n, double q) { return pow_exact(1 - q, n); }

std::vector<int> possible_sizes(const std::vector<double>&, int, int, int) { return {}; }
