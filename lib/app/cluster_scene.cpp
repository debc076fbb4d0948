#include "app/cluster_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "classic/centre_search.h"
#include "classic/kmeans.h"
#include "classic/kohonen.h"
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
  return std::make_unique<KMeans>(KMeansOptions{.k = s.k, .seed = s.seed, .candidates = 1});
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
  const bool more = clusterer_->step();
  measure(steps() + 1);
  single_ = false;
  if (!more) finished_ = true, pause();
  return true;
}

void ClusterScene::begin() {
  if (search_ == nullptr) search_ = std::make_unique<CentreSearch>(data_.x);
  std::unique_ptr<Clusterer> clusterer = made(setup_);
  clusterer->start(data_.x);
  clusterer_ = std::move(clusterer);
  measure(0);
}

void ClusterScene::measure(int step) {
  const Tensor& centres = clusterer_->centroids();
  const int k = size(), classes = data_.classes();
  std::vector<int> labels(index(data_.size())), table(index(k * classes));
  search_->nearest(centres, labels);
  Tensor x({clusterer_->input().width()});
  double sum = 0;
  counts_.assign(index(k), 0);
  for (int n = 0; n < data_.size(); ++n) {
    const int j = labels[index(n)];
    ++counts_[index(j)];
    ++table[index(j * classes + data_.labels[index(n)])];
    data_.x.copy(n, x.values());
    sum += static_cast<double>(kernels::active().squared_distance(x.size(), x.data(), centres.row(j).data()));
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
  curve_.push_back({step, sum / data_.size(), static_cast<double>(right) / data_.size()});
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
