// The words of a text that a person typed: cut apart, read as numbers, and compared with the words that are known.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

std::vector<std::string> split_words(std::string_view text);  // at blanks; none of them is empty
std::string_view trimmed(std::string_view text);              // without blanks at both ends

// The whole word as a finite decimal number ("0.5", "-1e-3"), whatever the locale; nothing if it is anything else.
std::optional<double> to_number(std::string_view word);
std::optional<int> to_count(std::string_view word);  // digits only, at most 2^31 - 1

// The known word that needs the fewest insertions, deletions and replacements (Damerau-Levenshtein 1966) to become `word`;
// empty if that is more than a third of its letters, and one at least.
std::string nearest_word(const std::string& word, const std::vector<std::string>& known);

// "known: a, b, c", and "; did you mean b?" where one is near.
std::string known_words(const std::string& word, const std::vector<std::string>& known);

}  // namespace thimble
