#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "data/augment.h"
#include "learn/number.h"

namespace thimble {
namespace {

// A change that takes one number: its word, its place in Augment and its largest value.
struct Word {
  const char* name;
  float Augment::*value;
  float most;
};
constexpr std::array<Word, 5> kWords = {{{"rotate", &Augment::rotate, 180},
                                         {"zoom", &Augment::zoom, 0.9f},
                                         {"outline", &Augment::outline, 1},
                                         {"fill", &Augment::fill, 1},
                                         {"erase", &Augment::erase, 1}}};
constexpr float kFarthest = 1000;  // pixels

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (size_t at = text.find_first_not_of(separators); at != std::string_view::npos;) {
    const size_t end = text.find_first_of(separators, at);
    parts.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(separators, end);
  }
  return parts;
}

std::string_view trimmed(std::string_view item) {
  const size_t begin = std::min(item.find_first_not_of(" \t\r"), item.size());
  return item.substr(begin, item.find_last_not_of(" \t\r") + 1 - begin);
}

float number(const std::vector<std::string_view>& words, size_t i, float most) {
  const auto value = parse_number(words[i]);
  check(value && *value >= 0 && *value <= static_cast<double>(most), "augment: ", words[0],
        ": expected a number from 0 to ", most, ", got \"", words[i], '"');
  return static_cast<float>(*value);
}

}  // namespace

Augment parse_augment(const std::string& text) {
  Augment a;
  const std::vector<std::string_view> items = split(text, ",\n");
  for (const std::string_view entry : items) {
    const std::string_view item = trimmed(entry);
    const std::vector<std::string_view> words = split(item, " \t\r");
    if (words.empty() || (words[0] == "none" && words.size() == 1 && items.size() == 1)) continue;
    if (words[0] == "flip") {
      const bool alternate = words.size() == 2 && words[1] == "alternating";
      check(words.size() == 1 || alternate, "augment: expected flip or flip alternating, got \"", item, '"');
      (alternate ? a.alternate : a.flip) = true;
      continue;
    }
    if (words[0] == "shift") {
      check(words.size() == 2 || words.size() == 3, "augment: expected shift and one or two numbers, got \"", item,
            '"');
      a.shift_x = number(words, 1, kFarthest);
      a.shift_y = number(words, words.size() - 1, kFarthest);
      continue;
    }
    const Word* known = nullptr;
    for (const Word& word : kWords)
      if (words[0] == word.name) known = &word;
    check(known != nullptr, "augment: expected flip, shift, rotate, zoom, outline, fill, erase or none, got \"",
          words[0], '"');
    check(words.size() == 2, "augment: expected ", words[0], " and one number, got \"", item, '"');
    a.*(known->value) = number(words, 1, known->most);
  }
  check(!a.flip || !a.alternate, "augment: expected flip or flip alternating, got both");
  check(a.outline + a.fill <= 1, "augment: expected outline and fill to be 1 together at most, got ", a.outline,
        " and ", a.fill);
  return a;
}

std::string to_text(const Augment& a) {
  std::string out;
  const auto add = [&out](const std::string& item) { out += (out.empty() ? "" : ", ") + item; };
  if (a.flip) add("flip");
  if (a.alternate) add("flip alternating");
  if (a.shift_x == a.shift_y && a.shift_x != 0) add(text("shift ", a.shift_x));
  if (a.shift_x != a.shift_y) add(text("shift ", a.shift_x, ' ', a.shift_y));
  for (const Word& word : kWords)
    if (a.*(word.value) != 0) add(text(word.name, ' ', a.*(word.value)));
  return out.empty() ? "none" : out;
}

}  // namespace thimble
