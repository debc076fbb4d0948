// The page: what it holds from one frame to the next, and the frame itself. Neither the browser nor WebGL is named here,
// so a desktop window shows the same panels.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/classify_scene.h"
#include "app/inside_scene.h"
#include "app/roof.h"
#include "app/train_scene.h"
#include "web/atlas.h"
#include "web/hand.h"
#include "web/rival.h"
#include "web/teaching.h"
#include "web/watching.h"

namespace thimble {

enum class Tab { classify, train, inside };
enum class View { classes, steps, reasons };  // beside the picture that is named
enum class Tool { pen, eraser, bucket, crop };

// What the pointer did since the last frame: every point of a fast stroke, not only the last.
struct PointerPoint {
  enum class Kind { move, down, up } kind;
  float x, y;  // in the page's pixels
};

struct Page {
  Tab tab = Tab::classify;
  View view = View::classes;
  ClassifyScene scene;
  TrainScene train;
  Watching watching;
  Teaching teaching;
  Rival rival;
  InsideScene inside;
  unsigned steps = 0;  // the texture of steps_sheet()
  Atlas atlas;         // small pictures: draw them anew in every frame
  Tool tool = Tool::pen;
  float width = 14;  // of the pen, in pixels of the sheet
  int grey = 40;     // 0 is black
  bool dark = false;
  double seconds = 0;                         // since the page was opened
  Roof roof;                                  // above training
  std::string error;                          // shown until the next act
  std::vector<PointerPoint> waiting, points;  // what the pointer did: since the last frame, in this one
  bool drawing_line = false;                  // the pointer is down and draws
  int brushed = -1;                           // the pixel where the brush that fools was last
  Part cropping;                              // the box that is being drawn
  unsigned moved_panel = 0;                   // the panel that a finger has taken hold of, to scroll it; 0: none
  bool wants_file = false;                    // the visitor asked for a picture from a file
  bool wants_camera = false;                  // or with the camera
  bool has_camera = false;                    // it is a thing that one holds in the hand
  bool wants_tour = false;                    // the visitor asked to be shown around
  Hand hand;                                  // draws by keyboard
  bool in_browser = true;                     // which shows around, and fetches the pictures from afar
  bool wants_layers = false;                  // the visitor wants to write the network's layers
  bool wants_save = false;                    // the trained network as a file
  bool wants_data = false;                    // the nearest garments are asked for: fetch the pictures
  int samples_taken = 0;                      // garments of the data set that were put in the picture's place
  std::string data_problem;                   // why there are no pictures to train with
  unsigned picture_version = 0;               // counted up when the picture's pixels change

  Page();
  void convert(const Conversion& conversion);        // another way to 28 x 28
  void changed();                                    // the picture: ask the network again
  void load_picture(std::span<const uint8_t> file);  // PNG, JPEG, GIF, BMP; data error for anything else
  bool command(
      const std::string& name);  // "undo", "redo", "clear", "pen", "thinner", "train", "start" ...; false: unknown
  // "tab", "view", "width", "grey", "drawing", what the steps to 28 x 28 may be asked ("crop", "least", "negate", "fill",
  // "sharpen"), and what TrainSetup takes. usage error naming what was expected; then nothing has changed.
  void set(const std::string& key, const std::string& value);
  std::vector<std::pair<std::string, std::string>> settings() const;  // those that are not as at the start
  void load_model(std::span<const uint8_t> file);  // to name pictures with; a network also to go on training
  std::vector<uint8_t> model() const;              // the network in training if there is one
  // Works in the background until so many milliseconds are over. False: nothing is left to do.
  bool advance(double milliseconds, const TrainScene::Clock& now);
  std::string inside_json() const;   // what state().inside says
  std::string inside_words() const;  // what "Look inside" shows, for those who do not see it
  void show(float width, float height, unsigned sheet, unsigned seen);  // one frame; the two pictures as textures

 private:
  bool picture_command(const std::string& name);
  bool train_command(const std::string& name);
  bool inside_command(const std::string& name);
  void show_classify(float top, float width, float height, unsigned sheet, unsigned seen);
};

// Of two steps of the conversion, the picture that the page shows: side by side, kStepSide pixels each.
Picture steps_sheet(const ConversionSteps& steps);

}  // namespace thimble
