// What each classical method has to show of a run: everything drawn here was computed by the model itself, or by the same
// method once more where the note says so.
#pragma once

#include <vector>

#include "classic/clusterer.h"
#include "classic/fld.h"
#include "classic/knn.h"
#include "classic/pca.h"
#include "data/source.h"
#include "learn/cross_validation.h"
#include "native/picture_parts.h"
#include "native/run_folder.h"

namespace thimble {

// Test pictures on the first two coordinates - those of the last transform where it is PCA or FLD, else the first two
// principal components - over the regions of `make`'s learner, fitted on these coordinates alone. At most `most_train`
// training samples. No figures where there are no two coordinates.
FigureSection plane_section(const Parts& parts, const MakeClassifier& make, const TrainTest& source, int most_train);

// Test pictures that got the right and the wrong name, each beside its nearest neighbours.
FigureSection neighbours_section(const Parts& parts, const TrainTest& source, const std::vector<int>& predicted);

// The mean of each class as the Gaussians have it.
FigureSection means_section(const Parts& parts, const TrainTest& source);

// Scree, eigen-garments, reconstructions.
std::vector<FigureSection> pca_sections(const Pca& pca, const TrainTest& source);
// Ratios and directions.
FigureSection fld_section(const Fld& fld, const TrainTest& source);

// Centres as they were after some of the steps.
struct Frames {
  std::vector<int> steps;
  std::vector<Tensor> centres;
  std::vector<double> inertia;  // after each step, of the methods that know it
};
// Centres over time, the clusters with the classes in them, the map, the inertia. `shares` (k, classes) and the samples in
// each cluster; `columns` of the map, 0 where it is none.
struct Clusters {
  const Frames& frames;
  const Tensor& shares;
  std::vector<int> counts;
  int columns = 0;
};
std::vector<FigureSection> cluster_sections(const Parts& parts, const Clusters& clusters, const TrainTest& source);

}  // namespace thimble
