#include "nn/words.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "learn/number.h"

namespace thimble {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";

// Letters to insert, leave out, replace or swap with their neighbour (Damerau 1964, in its restricted form).
size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  for (size_t end = 0;;) {
    const size_t begin = text.find_first_not_of(kBlanks, end);
    if (begin == std::string_view::npos) return words;
    end = std::min(text.find_first_of(kBlanks, begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
  }
}

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::optional<double> to_number(std::string_view word) {
  const std::optional<double> value = parse_number(word);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<int> to_count(std::string_view word) {
  if (word.empty() || word[0] < '0' || word[0] > '9') return {};
  const auto value = parse_integer(word, 0, std::numeric_limits<int>::max());
  return value ? std::optional<int>(static_cast<int>(*value)) : std::nullopt;
}

std::string nearest_word(const std::string& word, const std::vector<std::string>& known) {
  std::string nearest;
  size_t least = std::max<size_t>(word.size() / 3, 1) + 1;
  for (const std::string& candidate : known) {
    if (word.size() > candidate.size() + least) continue;  // a long word would only cost time
    const size_t distance = edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string known_words(const std::string& word, const std::vector<std::string>& known) {
  std::string line = "known: ";
  for (size_t i = 0; i < known.size(); ++i) line += (i == 0 ? "" : ", ") + known[i];
  const std::string nearest = nearest_word(word, known);
  if (!nearest.empty()) line += "; did you mean " + nearest + "?";
  return line;
}

}  // namespace thimble
