// The base of every exercise's test: skipped until the program is started with --also_run_exercises.
#pragma once

#include <gtest/gtest.h>

class Exercise : public testing::Test {
 protected:
  void SetUp() override;
};
