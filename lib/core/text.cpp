#include "core/text.h"

#include <clocale>
#include <cstdio>
#include <utility>

namespace thimble {
namespace {

std::string printed(const char* format, int precision, double value) {
  char few[48];
  const auto length = static_cast<size_t>(std::snprintf(few, sizeof few, format, precision, value));
  std::string out(few, length < sizeof few ? length : 0);
  if (out.empty()) {
    out.resize(length + 1);
    std::snprintf(out.data(), out.size(), format, precision, value);
    out.pop_back();
  }
  return exchanged(std::move(out), std::localeconv()->decimal_point, ".");
}

}  // namespace

std::string digits(double value, int significant) { return printed("%.*g", significant, value); }
std::string fixed(double value, int places) { return printed("%.*f", places, value); }

std::string exchanged(std::string number, std::string_view mark, std::string_view by) {
  const size_t at = number.find(mark);
  if (at != std::string::npos && mark != by) number.replace(at, mark.size(), by);
  return number;
}

void append(std::string& out, std::string_view part) { out += part; }
void append(std::string& out, char part) { out += part; }
void append(std::string& out, int part) { out += std::to_string(part); }
void append(std::string& out, long part) { out += std::to_string(part); }
void append(std::string& out, long long part) { out += std::to_string(part); }
void append(std::string& out, unsigned part) { out += std::to_string(part); }
void append(std::string& out, unsigned long part) { out += std::to_string(part); }
void append(std::string& out, unsigned long long part) { out += std::to_string(part); }
void append(std::string& out, double part) { out += digits(part, 6); }

}  // namespace thimble
