#include "app/arriving_data.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "data/idx.h"

namespace thimble {
namespace {

constexpr int kSide = 28;
constexpr size_t kMostReserved = size_t{64} << 20;
constexpr std::array<const char*, 4> kNames = {"the training pictures", "the training labels", "the test pictures",
                                               "the test labels"};

bool holds_images(ArrivingData::File f) {
  return f == ArrivingData::File::train_images || f == ArrivingData::File::test_images;
}

}  // namespace

void ArrivingData::read_head(File f) {
  Incoming& in = file(f);
  const std::string name = kNames[static_cast<size_t>(f)];
  const std::vector<int> extents = idx_extents(in.head, name);
  if (holds_images(f) && (extents.size() != 3 || extents[1] != kSide || extents[2] != kSide))
    fail(Error::data, text(name, ": expected an IDX file of pictures of 28 x 28, got one of shape ",
                           Shape(extents.data(), static_cast<int>(extents.size())).text()));
  in.total = 1;
  for (const int extent : extents) in.total *= static_cast<size_t>(extent);
  in.extents = extents;
  in.values.reserve(std::min(in.total, kMostReserved));
}

void ArrivingData::take(File f, std::span<const uint8_t> bytes) {
  Incoming& in = file(f);
  try {
    const size_t header = holds_images(f) ? 16 : 8;
    const size_t lacking = std::min(header - in.head.size(), bytes.size());
    in.head.insert(in.head.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(lacking));
    if (in.head.size() < header) return;
    if (in.extents.empty()) read_head(f);
    bytes = bytes.subspan(lacking);
    if (in.values.size() + bytes.size() > in.total)
      fail(Error::data, text(kNames[static_cast<size_t>(f)], ": expected ", in.total, " bytes behind the header, got ",
                             in.values.size() + bytes.size(), " or more"));
    in.values.insert(in.values.end(), bytes.begin(), bytes.end());

    const Incoming &images = file(File::train_images), &labels = file(File::train_labels);
    if (!complete_ && labels.whole() && !images.extents.empty()) {
      arrived_ = static_cast<int>(images.values.size() / (kSide * kSide));
      const int first = std::min(kFirstPart, promised());
      if (images.whole()) {
        train_ = joined(File::train_images, File::train_labels, promised());
        complete_ = true;
      } else if (!train_ && arrived_ >= first) {
        train_ = joined(File::train_images, File::train_labels, first);
      }
    }
    if (!test_ && file(File::test_images).whole() && file(File::test_labels).whole())
      test_ = joined(File::test_images, File::test_labels, file(File::test_images).extents[0]);
  } catch (...) {
    in = {};
    throw;
  }
}

void ArrivingData::set(Dataset train, Dataset test) {
  for (const Dataset* part : {&train, &test})
    if (part->size() == 0 || !part->x.is_bytes() || part->x.network_shape() != Shape{1, kSide, kSide})
      fail(Error::data, text(part == &train ? "the training pictures" : "the test pictures",
                             ": expected grey pictures of 28 x 28, got ", part->size(), " samples of shape ",
                             part->x.sample().text()));
  files_ = {};
  file(File::train_images).extents = {train.size(), kSide, kSide};
  class_names_ = train.class_names;
  arrived_ = train.size();
  train_ = std::make_shared<const Dataset>(std::move(train));
  test_ = std::make_shared<const Dataset>(std::move(test));
  complete_ = true;
}

int ArrivingData::promised() const {
  const std::vector<int>& extents = file(File::train_images).extents;
  return extents.empty() ? 0 : extents[0];
}

int ArrivingData::arrived() const { return arrived_; }

// All of them are moved out, a part of them is copied.
std::shared_ptr<const Dataset> ArrivingData::joined(File images, File labels, int count) {
  const auto part = [count](Incoming& from, size_t each) {
    Idx idx{from.extents, {}};
    if (count == from.extents[0]) {
      idx.values = std::exchange(from.values, {});
      from.values.shrink_to_fit();
      from.total = 0;
    } else {
      idx.extents[0] = count;
      idx.values.assign(from.values.begin(), from.values.begin() + static_cast<std::ptrdiff_t>(each) * count);
    }
    return idx;
  };
  const std::string images_name = kNames[static_cast<size_t>(images)],
                    labels_name = kNames[static_cast<size_t>(labels)];
  if (file(labels).extents[0] != file(images).extents[0])
    fail(Error::data, text(labels_name, ": expected a label for each of ", file(images).extents[0], " pictures, got ",
                           file(labels).extents[0]));
  Idx pictures = part(file(images), kSide * kSide);
  return std::make_shared<const Dataset>(
      dataset_from_idx(std::move(pictures), part(file(labels), 1), images_name, labels_name, class_names_));
}

}  // namespace thimble
