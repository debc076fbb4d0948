// While it lives, C's functions write 2,5 for 2.5: in a locale that the build has made (tests/CMakeLists.txt), since a
// machine may have none that does so.
#pragma once

#include <clocale>
#include <cstdlib>
#include <string>

namespace thimble {

class CommaLocale {
 public:
  CommaLocale() {
    ::setenv("LOCPATH", THIMBLE_LOCALES, 1);
    std::setlocale(LC_ALL, "de_DE.UTF-8");
  }
  CommaLocale(const CommaLocale&) = delete;
  CommaLocale& operator=(const CommaLocale&) = delete;
  ~CommaLocale() {
    std::setlocale(LC_ALL, before_.c_str());
    ::unsetenv("LOCPATH");
  }

  std::string decimal_mark() const { return std::localeconv()->decimal_point; }

 private:
  std::string before_ = std::setlocale(LC_ALL, nullptr);
};

}  // namespace thimble
