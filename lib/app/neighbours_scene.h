// The training pictures that are nearest to the visitor's (classic/neighbours.h), found a block at a time, so that a page
// is never kept waiting. Whoever shows them calls work() as long as it says that there is more to do.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "classic/neighbours.h"
#include "learn/dataset.h"

namespace thimble {

struct Neighbour {
  int index, label;  // of the training picture
  double distance;   // in grey levels 0..255
};

class NeighboursScene {
 public:
  void set_data(std::shared_ptr<const Dataset> data);  // of 28 x 28; more of it: the search is made anew
  void set_picture(std::span<const uint8_t> picture);  // a black one has no neighbours
  void set_k(int k);                                   // usage error outside 1 .. kMost
  void set_metric(Metric metric);                      // l1, l2, l3, linf
  int k() const { return k_; }
  Metric metric() const { return metric_; }

  // Compares kBlock pictures. A search that has begun is finished before the next begins, with the picture as it is then:
  // so while someone draws there is always a result that is not old. False: nothing to do.
  bool work();
  bool busy() const { return data_ != nullptr && (next_ > 0 || wanted_); }

  const std::vector<Neighbour>& found() const { return found_; }  // kMost of them, the nearest first, or none
  std::vector<float> votes() const;                               // of the first k: the share of each class
  const Dataset* data() const { return data_.get(); }

  static constexpr int kMost = 15;
  static constexpr int kBlock = 2000;

 private:
  std::shared_ptr<const Dataset> data_, searched_;  // searched_: by the search that is going on
  std::vector<uint8_t> picture_, asked_;            // asked_: of that search
  int k_ = 5, next_ = 0;
  Metric metric_ = Metric::l2;
  bool wanted_ = false;
  std::vector<Neighbour> coming_, found_;
};

}  // namespace thimble
