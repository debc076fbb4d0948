// A confusion matrix and the report that scikit-learn makes of it.
#pragma once

#include <string>
#include <vector>

struct Golden {
  std::string name;
  int digits;
  std::vector<std::string> classes;
  std::vector<int> counts;  // row by row
  std::string report;
};
