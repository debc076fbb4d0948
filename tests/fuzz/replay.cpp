// Stands in for libFuzzer's main: gives each file below the named folders to the target once.
#include <cstdint>
#include <cstdio>
#include <filesystem>

#include "core/file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  int files = 0;
  for (int a = 1; a < argc; ++a)
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(argv[a]))
      if (entry.is_regular_file()) {
        const auto bytes = thimble::read_file(entry.path().string());
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        ++files;
      }
  std::printf("%d files replayed\n", files);
  return files == 0;
}
