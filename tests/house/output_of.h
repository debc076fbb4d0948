// What a command prints: nm and objdump look into the objects of the kernels for the tests beside this file.
#pragma once

#include <gmock/gmock.h>

#include <cstdio>
#include <string>

namespace house {

inline std::string output_of(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  char block[4096];
  for (size_t n; pipe && (n = std::fread(block, 1, sizeof block, pipe)) > 0;) text.append(block, n);
  EXPECT_TRUE(pipe && pclose(pipe) == 0) << command;
  return text;
}

}  // namespace house
