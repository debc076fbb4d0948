#include "exercise/exercise.h"

#include <cstring>

namespace {
bool also_run_exercises = false;
}

void Exercise::SetUp() {
  if (!also_run_exercises) GTEST_SKIP() << "yours to solve: start me with --also_run_exercises";
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], "--also_run_exercises") == 0) also_run_exercises = true;
  return RUN_ALL_TESTS();
}
