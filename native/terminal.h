// Standard output and standard error: results go to the first; progress, notes and errors to the second.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "nn/trainer.h"

namespace thimble {

void set_colours(const std::string& when);  // auto (a terminal, and NO_COLOR is not set), always, never
enum class Colour { plain, bold, red, green };
// `words` in that colour where standard output (or error) shows colours, else as they are.
std::string coloured(const std::string& words, Colour colour, bool on_error = false);

// What cannot be written ends the program: io error, or silence where the reader has gone away.
void print_out(const std::string& words);
void flush_out();
void print_note(const std::string& words);  // to standard error; nobody minds if it is closed

// One line, whatever a file's name holds: line ends become blanks; other control characters, and bytes that are not
// UTF-8, become \xNN.
std::string printable(const std::string& words);
void note_written(const std::vector<std::string>& files);  // "written: a, b"; names that are empty are left out

std::string data_set_name(const std::string& name);  // "unknown data set" where it is not known
std::string in_bytes(double bytes);                  // "47.0 MB"
std::string in_seconds(double seconds);              // "45s", "2m05s", "1h02m"

std::string progress_bar(int done, int all);  // [========>.....................], as wide as Keras draws it

// Training as lines on standard error, in Keras's layout with throughput and the time left. On a terminal the line of
// the running epoch is redrawn a few times a second; elsewhere there is one line an epoch.
class ProgressBar : public TrainObserver {
 public:
  explicit ProgressBar(int images);  // of one epoch
  void on_batch(const Progress& p) override;
  Control on_epoch(const Progress& p) override;

 private:
  using Clock = std::chrono::steady_clock;
  double since(Clock::time_point begin) const;
  std::string epoch_line(const Progress& p) const;

  int images_;
  bool live_;
  Clock::time_point begin_, epoch_begin_, drawn_;
  int epoch_ = -1;           // whose line has been begun
  int first_batch_ = 0;      // the batches that a resumed epoch had before
  int64_t first_step_ = -1;  // and all those that were done before
};

}  // namespace thimble
