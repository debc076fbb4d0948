#include "plot/markup.h"

#include <cmath>

#include "core/text.h"

namespace thimble {

namespace {

// Length of the UTF-8 character at s[i], 0 if it is broken (Unicode 15, table 3-7).
size_t utf8_length(const std::string& s, size_t i) {
  const auto byte = [&](size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0u; };
  const auto follows = [&](size_t k) { return (byte(k) & 0xC0u) == 0x80u; };
  const unsigned a = byte(i), b = byte(i + 1);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return follows(i + 1) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    const bool overlong = a == 0xE0 && b < 0xA0, surrogate = a == 0xED && b > 0x9F;
    const bool forbidden = a == 0xEF && b == 0xBF && byte(i + 2) > 0xBD;  // U+FFFE, U+FFFF
    return follows(i + 1) && follows(i + 2) && !overlong && !surrogate && !forbidden ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    const bool overlong = a == 0xF0 && b < 0x90, beyond = a == 0xF4 && b > 0x8F;
    return follows(i + 1) && follows(i + 2) && follows(i + 3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string escape_xml(const std::string& words) {
  std::string out;
  for (size_t i = 0; i < words.size();) {
    const char c = words[i];
    const size_t length = utf8_length(words, i);
    const bool control = length == 1 && ((c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F);
    if (length == 0 || control) {
      out += "\xEF\xBF\xBD";
      ++i;
      continue;
    }
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else {
      out.append(words, i, length);
    }
    i += length;
  }
  return out;
}

std::string base64(std::span<const uint8_t> bytes) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t left = bytes.size() - i;
    const uint32_t three = uint32_t{bytes[i]} << 16 | (left > 1 ? uint32_t{bytes[i + 1]} << 8 : 0u) |
                           (left > 2 ? uint32_t{bytes[i + 2]} : 0u);
    out += digits[three >> 18];
    out += digits[three >> 12 & 63];
    out += left > 1 ? digits[three >> 6 & 63] : '=';
    out += left > 2 ? digits[three & 63] : '=';
  }
  return out;
}

std::string decimal(double x, int places) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  std::string s = fixed(x, places);
  if (s[0] == '-' && s.find_first_not_of("-0.") == std::string::npos) s.erase(0, 1);
  return s;
}

std::string short_decimal(double x, int places) {
  std::string s = decimal(x, places);
  if (s.find('.') == std::string::npos) return s;
  s.erase(s.find_last_not_of('0') + 1);
  if (s.back() == '.') s.pop_back();
  return s;
}

std::string grouped(int64_t n) {
  std::string s = std::to_string(n);
  const size_t first = n < 0 ? 1 : 0;
  for (size_t i = s.size(); i > first + 3;) s.insert(i -= 3, ",");
  return s;
}

double text_width(const std::string& words, double size) {
  double ems = 0;
  for (const char c : words) {
    if ((static_cast<unsigned char>(c) & 0xC0u) == 0x80u) continue;  // inside a character
    const bool narrow = c == 'i' || c == 'l' || c == 'j' || c == 't' || c == 'f' || c == 'r' || c == ' ' || c == '.' ||
                        c == ',' || c == ':' || c == '\'' || c == 'I' || c == '(' || c == ')';
    const bool wide = c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%' || c == '@';
    ems += narrow ? 0.33 : wide ? 0.87 : 0.58;
  }
  return ems * size;
}

}  // namespace thimble
