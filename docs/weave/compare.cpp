#include "weave/compare.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

#include "weave/tree.h"

namespace weave {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// The length of the number that starts at s[i], 0 if there is none. "S2" and "x28" are words, not numbers.
size_t number_at(const std::string& s, size_t i) {
  if (i > 0 && is_word(s[i - 1])) return 0;
  size_t k = i;
  if (s[k] == '-' || s[k] == '+') ++k;
  const size_t digits = k;
  while (k < s.size() && is_digit(s[k])) ++k;
  if (k + 1 < s.size() && s[k] == '.' && is_digit(s[k + 1])) {
    ++k;
    while (k < s.size() && is_digit(s[k])) ++k;
  }
  if (k == digits) return 0;
  size_t e = k;
  if (e < s.size() && (s[e] == 'e' || s[e] == 'E')) {
    ++e;
    if (e < s.size() && (s[e] == '-' || s[e] == '+')) ++e;
    const size_t exponent = e;
    while (e < s.size() && is_digit(s[e])) ++e;
    if (e > exponent) k = e;
  }
  return k - i;
}

size_t skip_space(const std::string& s, size_t i) {
  while (i < s.size() && is_space(s[i])) ++i;
  return i;
}

bool same_line(const std::string& a, const std::string& b, double slack) {
  size_t i = skip_space(a, 0), j = skip_space(b, 0);
  while (i < a.size() && j < b.size()) {
    const size_t m = number_at(a, i), n = number_at(b, j);
    if (m > 0 && n > 0) {
      const double x = std::strtod(a.c_str() + i, nullptr), y = std::strtod(b.c_str() + j, nullptr);
      if (std::abs(x - y) > std::max(slack, 1e-3 * std::max(std::abs(x), std::abs(y)))) return false;
      i += m;
      j += n;
    } else {
      if (a[i] != b[j]) return false;
      ++i;
      ++j;
    }
    const size_t next_i = skip_space(a, i), next_j = skip_space(b, j);
    const bool space_in_one_only = (next_i > i) != (next_j > j);
    if (space_in_one_only && next_i < a.size() && is_word(a[i - 1]) && is_word(a[next_i])) return false;
    i = next_i;
    j = next_j;
  }
  return i == a.size() && j == b.size();
}

}  // namespace

std::string difference(const std::string& expected, const std::string& found, double slack) {
  const Lines a = split(expected), b = split(found);
  for (size_t k = 0; k < std::max(a.size(), b.size()); ++k) {
    const std::string x = k < a.size() ? a[k] : "(end)", y = k < b.size() ? b[k] : "(end)";
    if (k >= a.size() || k >= b.size() || !same_line(x, y, slack))
      return "line " + std::to_string(k + 1) + ": expected \"" + trim(x) + "\", found \"" + trim(y) + "\"";
  }
  return "";
}

}  // namespace weave
