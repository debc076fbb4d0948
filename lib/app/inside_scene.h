// The state behind the page's panel that looks inside the classical methods: neighbours, principal components, Gaussian
// classes and clusters, all asked about the visitor's picture. Whoever shows it hands over data and picture, and calls
// advance() whenever there is time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/cluster_scene.h"
#include "app/neighbours_scene.h"
#include "app/plane_scene.h"
#include "app/posterior_scene.h"

namespace thimble {

enum class InsideView { neighbours, plane, posteriors, clusters };

class InsideScene {
 public:
  using Clock = std::function<double()>;  // milliseconds, from any moment on

  InsideView view = InsideView::neighbours;
  int kept = 30;           // components of the reconstruction
  int across = 0, up = 1;  // the components of the plane
  int lit = -1;            // the class that the plane shows alone; -1: all
  NeighboursScene neighbours;
  PlaneScene plane;
  PosteriorScene posteriors{plane};
  ClusterScene clusters;

  InsideScene() = default;
  InsideScene(const InsideScene&) = delete;

  // As they arrive, and again whenever there are more; null: not there yet.
  void set_data(const std::shared_ptr<const Dataset>& train, const std::shared_ptr<const Dataset>& test);
  void set_picture(std::span<const uint8_t> picture);                        // of 28 x 28
  const std::vector<std::vector<uint8_t>>& means() const { return means_; }  // of each class; none before there is data

  // A setting by its name: view (neighbours, plane, posteriors, clusters), k, metric (l1, l2, l3, linf), components, across,
  // up, case (1, 2, 3), mpp_components, method (kmeans, wta, som), centres, rate, seed. usage error for others, in words.
  void set(const std::string& key, const std::string& value);

  std::vector<std::pair<std::string, std::string>> settings() const;  // those that are not as at the start

  // Works until `milliseconds` are over, or would be with one more piece; at least one piece. What only the panel shows is
  // left alone unless it is `open`. False: nothing to do.
  bool advance(double milliseconds, const Clock& now, bool open);
  bool busy(bool open) const;
  double longest_piece() const { return longest_; }  // milliseconds, of all so far

 private:
  bool wants_plane() const { return view == InsideView::plane || view == InsideView::posteriors; }
  bool work(bool open);

  std::vector<std::vector<uint8_t>> means_;
  double longest_ = 0;
};

const char* view_name(InsideView view);

}  // namespace thimble
