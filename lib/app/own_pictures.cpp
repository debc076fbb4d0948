#include "app/own_pictures.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/error.h"

namespace thimble {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr int kOneOwnTo = 4, kMostRepeats = 400;  // one own picture to four of the data set

// "7 00ff...": throws where it is none.
void read_line(std::string_view line, int number, int classes, std::vector<uint8_t>& pixels, std::vector<int>& labels) {
  constexpr size_t kHex = 2 * OwnPictures::kPixels;
  const auto wrong = [&](const std::string& found) {
    fail(Error::data, text("own pictures: line ", number, ": expected a class from 0 to ", classes - 1,
                           ", a blank and ", kHex, " hexadecimal digits, found ", found));
  };
  const size_t blank = line.find(' ');
  if (blank == line.npos || blank == 0 || blank > 3) wrong("no class");
  int label = 0;
  for (const char c : line.substr(0, blank)) {
    if (c < '0' || c > '9') wrong("no class");
    label = 10 * label + (c - '0');
  }
  if (label >= classes) wrong(text("class ", label));
  const std::string_view hex = line.substr(blank + 1);
  if (hex.size() != kHex) wrong(text(hex.size(), " digits"));
  for (size_t i = 0; i < kHex; i += 2) {
    const size_t high = kDigits.find(hex[i]), low = kDigits.find(hex[i + 1]);
    if (high == kDigits.npos || low == kDigits.npos) wrong("another sign");
    pixels.push_back(static_cast<uint8_t>(16 * high + low));
  }
  labels.push_back(label);
}

}  // namespace

std::span<const uint8_t> OwnPictures::picture(int i) const {
  return std::span(pixels_).subspan(static_cast<size_t>(i) * kPixels, kPixels);
}

void OwnPictures::add(std::span<const uint8_t> picture, int label) {
  check(picture.size() == kPixels, "own pictures: expected ", kPixels, " pixels, got ", picture.size());
  check(size() < kMost, "own pictures: there is room for ", kMost, "; take one away first");
  pixels_.insert(pixels_.end(), picture.begin(), picture.end());
  labels_.push_back(label);
  ++version_;
}

void OwnPictures::remove(int i) {
  check(i >= 0 && i < size(), "own pictures: expected a number from 0 to ", size() - 1, ", got ", i);
  const auto begin = pixels_.begin() + static_cast<std::ptrdiff_t>(i) * kPixels;
  pixels_.erase(begin, begin + kPixels);
  labels_.erase(labels_.begin() + i);
  ++version_;
}

void OwnPictures::clear() {
  pixels_.clear();
  labels_.clear();
  ++version_;
}

std::string OwnPictures::text() const {
  std::string all;
  for (int i = 0; i < size(); ++i) {
    all += std::to_string(label(i)) + ' ';
    for (const uint8_t p : picture(i)) all += {kDigits[p / 16], kDigits[p % 16]};
    all += '\n';
  }
  return all;
}

void OwnPictures::set_text(const std::string& lines, int classes) {
  std::vector<uint8_t> pixels;
  std::vector<int> labels;
  std::string_view rest = lines;
  for (int number = 1; !rest.empty(); ++number) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    if (number > kMost) fail(Error::data, thimble::text("own pictures: expected at most ", kMost, " lines"));
    read_line(rest.substr(0, end), number, classes, pixels, labels);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  pixels_ = std::move(pixels);
  labels_ = std::move(labels);
  ++version_;
}

Dataset with_own(const Dataset& data, const OwnPictures& own, int repeats) {
  const Samples::Bytes before = data.x.shared_bytes();
  std::vector<uint8_t> bytes;
  bytes.reserve(before->size() + static_cast<size_t>(own.size() * repeats) * OwnPictures::kPixels);
  bytes = *before;
  Dataset all{{}, data.labels, data.class_names};
  for (int r = 0; r < repeats; ++r)
    for (int i = 0; i < own.size(); ++i) {
      bytes.insert(bytes.end(), own.picture(i).begin(), own.picture(i).end());
      all.labels.push_back(own.label(i));
    }
  all.x = Samples(data.x.sample(), std::move(bytes));
  all.x.scale = data.x.scale;
  all.x.shift = data.x.shift;
  return all;
}

int own_repeats(int pictures, int own) {
  if (own == 0) return 0;
  return std::clamp(pictures / kOneOwnTo / own, 1, kMostRepeats);
}

}  // namespace thimble
