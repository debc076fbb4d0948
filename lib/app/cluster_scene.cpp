#include "app/cluster_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "classic/centre_search.h"
#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/starting_centres.h"
#include "classic/winner_take_all.h"
#include "core/error.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

constexpr int kBatch = 64;  // samples that a step of winner-take-all or of a map takes
constexpr int kPasses = 3;  // over all samples
constexpr std::array<const char*, 3> kNames = {"kmeans", "wta", "som"};

std::unique_ptr<Clusterer> made(const ClusterSetup& s) {
  if (s.method == ClusterMethod::wta)
    return std::make_unique<WinnerTakeAll>(
        WinnerTakeAllOptions{.k = s.k, .seed = s.seed, .rate = s.rate, .passes = kPasses, .batch = kBatch});
  if (s.method == ClusterMethod::som) {
    const Grid grid = grid_of(s.k);
    return std::make_unique<Kohonen>(KohonenOptions{.rows = grid.rows,
                                                    .columns = grid.columns,
                                                    .seed = s.seed,
                                                    .rate = s.rate,
                                                    .last_rate = s.rate / 10,
                                                    .passes = kPasses,
                                                    .batch = kBatch});
  }
  return std::make_unique<KMeans>(KMeansOptions{.k = s.k, .seed = s.seed});
}

void start_from(Clusterer& clusterer, const Samples& x, const Tensor& centres) {
  if (auto* kmeans = dynamic_cast<KMeans*>(&clusterer)) kmeans->start_from(x, centres);
  if (auto* wta = dynamic_cast<WinnerTakeAll*>(&clusterer)) wta->start_from(x, centres);
  if (auto* som = dynamic_cast<Kohonen*>(&clusterer)) som->start_from(x, centres);
}

}  // namespace

ClusterScene::ClusterScene() = default;
ClusterScene::~ClusterScene() = default;

void ClusterScene::set_data(const std::shared_ptr<const Dataset>& train) {
  if (data_.size() > 0 || train == nullptr) return;
  std::vector<int> rows(index(std::min(kSamples, train->size())));
  std::iota(rows.begin(), rows.end(), 0);
  data_ = train->subset(rows);
}

void ClusterScene::set(const ClusterSetup& setup) {
  check(setup.k >= 2 && setup.k <= kMostCentres, "clusters: expected 2 to ", kMostCentres, " centres, got ", setup.k);
  check(setup.rate > 0 && setup.rate <= 1, "clusters: expected a rate above 0 and up to 1, got ", setup.rate);
  setup_ = setup;
  clusterer_.reset();
  curve_.clear();
  finished_ = false;
  measured_ = true;
  pause();
}

void ClusterScene::start() {
  if (finished_) set(setup_);
  running_ = true;
}

void ClusterScene::step() {
  pause();
  single_ = !finished_;
}

void ClusterScene::reset() {
  ClusterSetup other = setup_;
  ++other.seed;
  set(other);
}

bool ClusterScene::work() {
  if (!busy()) return false;
  if (clusterer_ == nullptr) return begin(), true;
  if (!measured_) return measure(), true;
  const bool more = clusterer_->step();
  ++taken_;
  measured_ = single_ = false;
  if (!more) finished_ = true, pause();
  return true;
}

void ClusterScene::begin() {
  std::unique_ptr<Clusterer> clusterer = made(setup_);
  Rng rng(setup_.seed, Purpose::cluster);
  std::vector<int> rows(index(std::min(kStart, data_.size())));
  std::iota(rows.begin(), rows.end(), 0);
  const Samples some = data_.x.subset(rows);
  start_from(*clusterer, data_.x, centres_at(some, plus_plus_rows(some, setup_.k, 1, rng)));
  clusterer_ = std::move(clusterer);
  taken_ = 0;
  measured_ = false;
}

// The clusters, and J. k-means knows them.
double ClusterScene::assign(std::vector<int>& labels) {
  const auto* kmeans = dynamic_cast<const KMeans*>(clusterer_.get());
  if (kmeans != nullptr && taken_ > 0) {
    labels = kmeans->labels();
    return kmeans->inertia();
  }
  const Tensor& centres = clusterer_->centroids();
  if (search_ == nullptr) search_ = std::make_unique<CentreSearch>(data_.x);
  labels.resize(index(data_.size()));
  search_->nearest(centres, labels);
  Tensor x({clusterer_->input().width()});
  double sum = 0;
  for (int n = 0; n < data_.size(); ++n) {
    data_.x.copy(n, x.values());
    sum += static_cast<double>(
        kernels::active().squared_distance(x.size(), x.data(), centres.row(labels[index(n)]).data()));
  }
  return sum;
}

void ClusterScene::measure() {
  const int k = size(), classes = data_.classes();
  std::vector<int> labels, table(index(k * classes));
  const double sum = assign(labels);
  counts_.assign(index(k), 0);
  for (int n = 0; n < data_.size(); ++n) {
    const int j = labels[index(n)];
    ++counts_[index(j)];
    ++table[index(j * classes + data_.labels[index(n)])];
  }
  majorities_.assign(index(k), -1);
  int right = 0;
  for (int j = 0; j < k; ++j) {
    const int* row = table.data() + j * classes;
    const int* most = std::max_element(row, row + classes);
    right += *most;
    if (*most > 0) majorities_[index(j)] = static_cast<int>(most - row);
  }
  if (curve_.size() == kMostPoints) {  // every second of them but the first and the last
    size_t kept = 0;
    for (size_t i = 0; i < curve_.size(); i += 2) curve_[kept++] = curve_[i];
    curve_.resize(kept);
  }
  measured_ = true;
  curve_.push_back({taken_, sum / data_.size(), static_cast<double>(right) / data_.size()});
}

std::vector<uint8_t> ClusterScene::centre(int j) const {
  const Input& input = clusterer_->input();
  std::vector<uint8_t> picture;
  for (const float value : clusterer_->centroids().row(j))
    picture.push_back(static_cast<uint8_t>(std::lround(std::clamp((value - input.shift) / input.scale, 0.f, 255.f))));
  return picture;
}

int ClusterScene::nearest(std::span<const uint8_t> picture) const {
  return clusterer_->assign(Samples(data_.x.sample(), {picture.begin(), picture.end()})).front();
}

const char* method_name(ClusterMethod method) { return kNames[static_cast<size_t>(method)]; }

ClusterMethod cluster_method_named(const std::string& name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  check(found != kNames.end(), "clusters: expected kmeans, wta or som, got \"", name, "\"");
  return static_cast<ClusterMethod>(found - kNames.begin());
}

}  // namespace thimble
