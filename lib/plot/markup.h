// Words, numbers and bytes as the text that XML and HTML take.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace thimble {

// & < > " ' become entities; bytes that XML forbids (control characters, broken UTF-8) become U+FFFD.
std::string escape_xml(const std::string& words);

// RFC 4648, with padding.
std::string base64(std::span<const uint8_t> bytes);

// Fixed decimals with a point in every locale: decimal(0.8961, 3) == "0.896". Never "-0". NaN is "nan".
std::string decimal(double x, int places);
// As decimal, but without trailing zeros: coordinates in files stay short and change only where the drawing does.
std::string short_decimal(double x, int places = 1);
// 693962 -> "693,962"
std::string grouped(int64_t n);

// About how wide words come out in a proportional font, in the unit of `size`.
double text_width(const std::string& words, double size);

}  // namespace thimble
