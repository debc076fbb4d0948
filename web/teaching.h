// The visitor's own pictures, and the network of the tab "Classify" learning them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/own_pictures.h"
#include "app/train_scene.h"

namespace thimble {

struct Page;

struct Teaching {
  OwnPictures own;
  std::unique_ptr<TrainScene> scene;  // while the network learns
  std::vector<uint8_t> before;        // the network as it was, a file; empty: it has not been taught
  int label = 0;                      // chosen for the next picture
  bool with_others = false;           // they are learned in the tab "Watch training" too
};

// "name C": what is on the sheet is of class C; "forget I": own picture I is none any more; "teach": learn them;
// "unlearn": back to the network that was not taught. False: another command. usage error where there is no picture,
// nothing to learn, or no network.
bool teach_command(Page& page, const std::string& name);

// In every frame: the network that has learned the pictures is from then on the one that classifies; those that are
// trained on in the other tab are the same.
void keep_teaching(Page& page);

// Whatever trains works for so many milliseconds, as TrainScene::advance() does. False: nothing to do.
bool trains(const Page& page);
bool advance_training(Page& page, double milliseconds, const TrainScene::Clock& now);

// The network in training with the own pictures beside it; a file's own pictures come after those that are there.
std::vector<uint8_t> model_with_own(const Page& page);
void take_own(Page& page, const Record& record);

}  // namespace thimble
