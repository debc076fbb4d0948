// A second network beside the one in training, under settings of its own.
#pragma once

#include <memory>
#include <string>

#include "app/side_by_side.h"

namespace thimble {

struct Page;

struct Rival {
  std::unique_ptr<TrainScene> scene;  // null: nobody is compared with
  bool edited = false;                // the controls are the second one's
};

// "compare": two networks with fresh weights and the same settings, of which the second's may now be changed; the same
// again: one. "first", "second": whose settings the controls show. False: another command.
bool rival_command(Page& page, const std::string& name);
void rival_follows(Page& page, const std::string& name);  // starts, pauses, steps with the first one
TrainScene& edited(Page& page);

}  // namespace thimble
