#include "app/chosen_pictures.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace thimble {
namespace {

int chosen(const ArrivingData& data, double share) {
  return data.promised() == 0 ? 0 : std::max(1, static_cast<int>(std::lround(share * data.promised())));
}

}  // namespace

std::shared_ptr<const Dataset> ChosenPictures::get(const ArrivingData& data, double share, const OwnPictures& own) {
  const std::shared_ptr<const Dataset>& come = data.train();
  if (come == nullptr) return nullptr;
  const int rows = std::min(come->size(), chosen(data, share));
  if (made_ && rows == rows_ && own.version() == own_version_) return made_;
  rows_ = rows;
  own_version_ = own.version();
  made_ = come;
  if (rows < come->size()) {
    std::vector<int> first(static_cast<size_t>(rows));
    std::iota(first.begin(), first.end(), 0);
    made_ = std::make_shared<const Dataset>(come->subset(first));
  }
  if (own.size() > 0) {
    Dataset all = with_own(*made_, own, own_repeats(rows, own.size()));
    made_ = std::make_shared<const Dataset>(std::move(all));
  }
  return made_;
}

int ChosenPictures::epoch(const ArrivingData& data, double share, const OwnPictures& own) {
  const int rows = chosen(data, share);
  return rows == 0 ? 0 : rows + own.size() * own_repeats(rows, own.size());
}

}  // namespace thimble
