#include "web/rival.h"

#include "web/page.h"

namespace thimble {

bool rival_command(Page& page, const std::string& name) {
  Rival& r = page.rival;
  if (name == "compare") {
    r.edited = r.scene == nullptr;
    if (r.scene) return r.scene.reset(), true;
    page.train.reset();
    r.scene = companion(page.train);
    return true;
  }
  if (name != "first" && name != "second") return false;
  r.edited = name == "second" && r.scene != nullptr;
  return true;
}

void rival_follows(Page& page, const std::string& name) {
  TrainScene* rival = page.rival.scene.get();
  if (rival == nullptr) return;
  if (name == "start" || name == "stop") page.train.running() ? rival->start() : rival->pause();
  if (name == "step") rival->step();
  if (name == "epoch") rival->run_epoch();
  if (name == "reset") rival->reset();
}

TrainScene& edited(Page& page) { return page.rival.edited && page.rival.scene ? *page.rival.scene : page.train; }

}  // namespace thimble
