// A data set that comes over the network: the bytes of its IDX files as they arrive, in pieces of any size, and what can
// be learned from already.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "learn/dataset.h"

namespace thimble {

class ArrivingData {
 public:
  enum class File { train_images, train_labels, test_images, test_labels };
  static constexpr int kFirstPart = 6000;  // training pictures that are handed out before all are there

  explicit ArrivingData(std::vector<std::string> class_names) : class_names_(std::move(class_names)) {}

  // The next bytes of a file, inflated. data error naming the file where it is no IDX file of pictures of 28 x 28, or of
  // labels, or where the two do not belong together; then the file counts as not begun.
  void take(File file, std::span<const uint8_t> bytes);

  // All of it at once, for those who have the files, with the names of its classes. data error where there are no grey
  // pictures of 28 x 28 to learn and to be tested with.
  void set(Dataset train, Dataset test);

  // The first kFirstPart pictures (fewer if there are no more), later all of them: then it is another Dataset. Null:
  // nothing to train on, or to test with, yet.
  const std::shared_ptr<const Dataset>& train() const { return train_; }
  const std::shared_ptr<const Dataset>& test() const { return test_; }
  bool complete() const { return complete_ && test_; }

  int promised() const;  // training pictures in all, as the file's header says; 0 before it is there
  int arrived() const;   // of them
  const std::vector<std::string>& class_names() const { return class_names_; }

 private:
  struct Incoming {
    std::vector<uint8_t> head, values;
    std::vector<int> extents;  // empty: the header is not there yet
    size_t total = 0;          // values that the header promises
    bool whole() const { return !extents.empty() && values.size() == total; }
  };
  Incoming& file(File f) { return files_[static_cast<size_t>(f)]; }
  const Incoming& file(File f) const { return files_[static_cast<size_t>(f)]; }
  void read_head(File f);
  std::shared_ptr<const Dataset> joined(File images, File labels, int count);

  std::vector<std::string> class_names_;
  std::array<Incoming, 4> files_;
  std::shared_ptr<const Dataset> train_, test_;
  int arrived_ = 0;
  bool complete_ = false;
};

}  // namespace thimble
