// Numbers as text, the same in every locale: always a decimal point, never a separator.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace thimble {

// The whole of `text` as a decimal number: [+-] digits [. digits] [e [+-] digits], or nan, inf, -inf. Nothing for any
// other text, and for finite numbers too large for a double.
std::optional<double> parse_number(std::string_view text);
// The whole of `text` as a decimal integer from `least` to `most`: [+-] digits.
std::optional<long long> parse_integer(std::string_view text, long long least, long long most);

// The shortest of 15, 16 or 17 digits that reads back to the same bits: "0.001", "nan", "-inf".
std::string number_text(double value);

}  // namespace thimble
