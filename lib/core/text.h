// Words and numbers joined to a text, the same in every locale: always a decimal point, never a separator.
#pragma once

#include <string>
#include <string_view>

namespace thimble {

// C's %g and %f: digits(0.0001234, 3) == "0.000123", fixed(2.5, 2) == "2.50".
std::string digits(double value, int significant);
std::string fixed(double value, int places);

// `number` with another decimal mark, where it has one: what C's functions write and read depends on the locale.
std::string exchanged(std::string number, std::string_view mark, std::string_view by);

void append(std::string& out, std::string_view part);
void append(std::string& out, char part);
void append(std::string& out, int part);
void append(std::string& out, long part);
void append(std::string& out, long long part);
void append(std::string& out, unsigned part);
void append(std::string& out, unsigned long part);
void append(std::string& out, unsigned long long part);
void append(std::string& out, double part);  // six digits

// text(1, " and ", 2.5f) == "1 and 2.5". Any type that has an append() of its own may be a part.
template <class... Parts>
std::string text(const Parts&... parts) {
  std::string out;
  (append(out, parts), ...);
  return out;
}

}  // namespace thimble
