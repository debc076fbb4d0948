// Where --out of a classical method goes: a model file, or a folder with everything that a run has to show.
#pragma once

#include <string>
#include <vector>

#include "learn/classifier.h"
#include "native/json_output.h"
#include "native/page.h"

namespace thimble {

// A folder that is there, or a name of nothing yet that ends in a slash or has no dot in its last part: runs/knn, but not
// knn.safetensors.
bool is_run_folder(const std::string& out);
// io error if nothing could be written there: known before the work, not after. Makes nothing.
void check_out(const std::string& out);

struct Figure {
  std::string file, svg;  // scree.svg without its ending
  bool wide = false;      // keeps its size on a narrow page, which scrolls
};

struct FigureSection {
  std::string title, note;
  std::vector<Figure> figures = {};
  bool beside = false;  // two figures side by side, where there is room
};

struct RunPage {
  PageHead head;
  std::vector<FigureSection> sections;
  ConfusionMatrix confusion{0};
  std::vector<std::string> class_names;
  std::vector<Fact> options, machine;
};

std::string run_html(const RunPage& page);

// model.safetensors, result.json, an SVG file for each figure and the matrix, and last report.html. Makes the folder, and
// those above it; other files in it stay.
void write_run(const std::string& folder, const Classifier& model, const Json& result, const RunPage& page);

}  // namespace thimble
