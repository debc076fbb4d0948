// The malformed files and what each parser must answer: tests/data/malformed/expected.txt.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error.h"
#include "core/file.h"

namespace corpus {

struct Case {
  std::string file, parser, message;
  thimble::Error::Kind kind;
};

inline const std::string kFolder = std::string(THIMBLE_SOURCE_DIR) + "/tests/data/malformed/";

inline std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + separator.size();
  }
  return parts;
}

// The cases for these parsers.
inline std::vector<Case> cases(const std::vector<std::string>& parsers) {
  const std::vector<uint8_t> bytes = thimble::read_file(kFolder + "expected.txt");
  std::vector<Case> chosen;
  for (const std::string& line : split(std::string(bytes.begin(), bytes.end()), "\n")) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = split(line, " | ");
    if (cells.size() != 4) ADD_FAILURE() << "expected.txt: expected four cells: " << line;
    for (const std::string& parser : parsers)
      if (cells[1] == parser)
        chosen.push_back({cells[0], cells[1], cells[3],
                          cells[2] == "usage" ? thimble::Error::usage
                          : cells[2] == "io"  ? thimble::Error::io
                                              : thimble::Error::data});
  }
  return chosen;
}

// parse(bytes, name) must fail as the case says, in one line that names the file.
template <class Parse>
void expect_refused(const Case& c, bool names_file, const Parse& parse) {
  const std::vector<uint8_t> bytes = thimble::read_file(kFolder + c.file);
  try {
    parse(bytes, c.file);
    ADD_FAILURE() << c.file << ": was accepted, expected: " << c.message;
  } catch (const thimble::Error& error) {
    const std::string what = error.what();
    EXPECT_EQ(error.kind, c.kind) << what;
    EXPECT_NE(what.find(c.message), std::string::npos)
        << c.file << "\n  got:      " << what << "\n  expected: " << c.message;
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
    if (names_file) {
      EXPECT_EQ(what.rfind(c.file, 0), 0u) << what;
    }
  }
}

}  // namespace corpus
