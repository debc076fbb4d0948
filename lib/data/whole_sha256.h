// Everything that a result may depend on in the data, in one sum.
#pragma once

#include <string>

#include "data/source.h"

namespace thimble {

// SHA-256 over the training pictures' own sum, and the sums of their labels and of the test set's pictures and labels.
std::string whole_sha256(const TrainTest& source);

}  // namespace thimble
