// The page in a desktop window: what glue.js, train.js and remember.js do in a browser.
#pragma once

#include <future>
#include <string>

#include "data/source.h"
#include "web/desktop/asking.h"
#include "web/desktop/options.h"
#include "web/desktop/window.h"
#include "web/screen.h"

namespace thimble {

class Desktop {
 public:
  // Opens the window, and what the options name. Errors as Window, read_file(), model_from(), Page::set().
  explicit Desktop(const Options& options);
  ~Desktop();
  void run();                                           // until the window is closed
  void run_frames(int count);                           // so many, with a piece of work behind each
  void save_screenshot(const std::string& path) const;  // of the last frame
  Screen& screen() { return screen_; }

 private:
  void start();                             // what the options name
  void open_file(const std::string& path);  // a picture; a network, where its name says so
  void answered(const Asking::Answer& answer);
  void command(const std::string& name);
  void paste();
  void on_key(int key, int action, int mods);
  void on_letter(unsigned letter);
  void frame();
  void behind_frame();  // what it asks for
  bool busy();
  bool work();  // one piece; false: nothing is left to do
  void take_data(bool wait);

  Options options_;
  Screen screen_;
  Asking asking_;
  Window window_;
  std::future<TrainTest> data_;  // on its way
  bool data_asked_ = false, working_ = false;
  double moved_ = -1e9, drawn_ = -1e9;
  Picture last_;  // frame, where a screenshot is wanted
  std::string opened_;
};

}  // namespace thimble
