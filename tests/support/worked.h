// The numbers that a chapter of the course works out by hand, read from its text, so that a test can hold the text, its own
// number and the library's against each other.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/file.h"

namespace test_support {

class WorkedNumbers {
 public:
  explicit WorkedNumbers(const std::string& page) {
    const std::vector<uint8_t> bytes = thimble::read_file(page);
    text_.assign(bytes.begin(), bytes.end());
  }

  // The number at the end of the text's only line "NAME &= ... = 1.0000 \\"; -999 where there is none, or a second one.
  double operator()(const std::string& name) const {
    const std::string begin = "\n" + name + " &= ";
    const size_t at = text_.find(begin);
    if (at == std::string::npos || text_.find(begin, at + 1) != std::string::npos) return -999;
    const size_t line_end = text_.find('\n', at + 1), equals = text_.rfind("= ", line_end);
    return std::stod(text_.substr(equals + 2, line_end - equals));
  }

  // The text and the test say the same number, and what was computed rounds to it at four decimals.
  void expect(const std::string& name, double number, double computed) const {
    EXPECT_EQ((*this)(name), number) << name << ": the text, and this test";
    EXPECT_NEAR(computed, number, 0.51e-4) << name << ": computed, and this test";
  }

 private:
  std::string text_;
};

}  // namespace test_support
