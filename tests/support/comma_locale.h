// While it lives, C's functions write 2,5 for 2.5, if a locale that does so is installed.
#pragma once

#include <clocale>
#include <string>

namespace thimble {

class CommaLocale {
 public:
  CommaLocale() {
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "pl_PL.UTF-8", "nl_NL.UTF-8", "it_IT.UTF-8", "es_ES.UTF-8"})
      if (!installed()) std::setlocale(LC_ALL, name);
  }
  CommaLocale(const CommaLocale&) = delete;
  CommaLocale& operator=(const CommaLocale&) = delete;
  ~CommaLocale() { std::setlocale(LC_ALL, before_.c_str()); }

  bool installed() const { return std::string(std::localeconv()->decimal_point) == ","; }

 private:
  std::string before_ = std::setlocale(LC_ALL, nullptr);
};

}  // namespace thimble
