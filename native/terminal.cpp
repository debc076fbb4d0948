#include "native/terminal.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/error.h"
#include "plot/markup.h"

namespace thimble {

namespace {

bool colours_out = false, colours_error = false;

bool wants_colours(int fd) {
  const char* no = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::strcmp(term, "dumb") == 0;
  return (no == nullptr || *no == 0) && !dumb && ::isatty(fd) == 1;
}

// A reader that has gone away (`| head`) ends a filter without a word, as SIGPIPE does.
[[noreturn]] void fail_output() {
  if (errno == EPIPE) {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  fail(Error::io, text("standard output: cannot write: ", std::strerror(errno)));
}

std::string scores(const std::string& prefix, const Score& s) {
  return " - " + prefix + "loss: " + decimal(s.loss, 4) + " - " + prefix + "accuracy: " + decimal(s.accuracy, 4);
}

}  // namespace

void set_colours(const std::string& when) {
  colours_out = when == "always" || (when == "auto" && wants_colours(STDOUT_FILENO));
  colours_error = when == "always" || (when == "auto" && wants_colours(STDERR_FILENO));
}

std::string coloured(const std::string& words, Colour colour, bool on_error) {
  if (colour == Colour::plain || !(on_error ? colours_error : colours_out)) return words;
  const char* code = colour == Colour::bold ? "1" : colour == Colour::red ? "31" : "32";
  return std::string("\033[") + code + "m" + words + "\033[0m";
}

void print_out(const std::string& words) {
  if (std::fwrite(words.data(), 1, words.size(), stdout) != words.size()) fail_output();
}

void flush_out() {
  if (std::fflush(stdout) != 0) fail_output();
}

void print_note(const std::string& words) {
  std::fwrite(words.data(), 1, words.size(), stderr);
  std::fflush(stderr);
}

std::string printable(const std::string& words) {
  const auto byte = [&](size_t i) { return i < words.size() ? static_cast<unsigned char>(words[i]) : 0u; };
  std::string line;
  for (size_t i = 0; i < words.size();) {
    const unsigned c = byte(i);
    size_t length = c < 0x80                ? 1
                    : c >= 0xc2 && c < 0xe0 ? 2
                    : c >= 0xe0 && c < 0xf0 ? 3
                    : c >= 0xf0 && c < 0xf5 ? 4
                                            : 0;
    for (size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xc0) != 0x80) length = 0;
    const bool control = c < ' ' || c == 0x7f || (c == 0xc2 && byte(i + 1) < 0xa0);
    if (c == '\n' || c == '\r' || c == '\t') {
      line += ' ';
    } else if (length > 0 && !control) {
      line += words.substr(i, length);
    } else {
      line += std::string("\\x") + "0123456789abcdef"[c >> 4] + "0123456789abcdef"[c & 15];
      length = 1;
    }
    i += length;
  }
  return line;
}

void note_written(const std::vector<std::string>& files) {
  std::string all;
  for (const std::string& file : files)
    if (!file.empty()) all += (all.empty() ? "" : ", ") + printable(file);
  if (!all.empty()) print_note("written: " + all + "\n");
}

std::string data_set_name(const std::string& name) { return name == "unknown" ? "unknown data set" : name; }

std::string in_bytes(double bytes) {
  return bytes < 1e6   ? decimal(bytes / 1e3, 1) + " kB"
         : bytes < 1e9 ? decimal(bytes / 1e6, 1) + " MB"
                       : decimal(bytes / 1e9, 2) + " GB";
}

std::string in_seconds(double seconds) {
  const auto s = static_cast<long long>(seconds + 0.5);
  const auto two = [](long long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  if (s < 60) return std::to_string(s) + "s";
  if (s < 3600) return std::to_string(s / 60) + "m" + two(s % 60) + "s";
  return std::to_string(s / 3600) + "h" + two(s / 60 % 60) + "m";
}

std::string progress_bar(int done, int all) {
  const int width = 30, filled = all == 0 ? width : static_cast<int>(static_cast<int64_t>(width) * done / all);
  std::string s(static_cast<size_t>(width), '.');
  for (int i = 0; i < filled; ++i) s[static_cast<size_t>(i)] = '=';
  if (filled > 0 && filled < width) s[static_cast<size_t>(filled)] = '>';
  return "[" + s + "]";
}

ProgressBar::ProgressBar(int images) : images_(images), live_(::isatty(STDERR_FILENO) == 1), begin_(Clock::now()) {}

double ProgressBar::since(Clock::time_point begin) const {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void ProgressBar::on_batch(const Progress& p) {
  if (epoch_ != p.epoch) {
    // The first step of an epoch is over already: its time is counted from the end of what came before.
    if (epoch_ < 0) epoch_begin_ = begin_;
    if (first_step_ < 0) first_step_ = p.step - 1;
    first_batch_ = p.batch - 1;
    epoch_ = p.epoch;
    if (live_) print_note(coloured(text("Epoch ", p.epoch + 1, '/', p.epochs), Colour::bold, true) + "\n");
  }
  if (!live_ || since(drawn_) < 0.1) return;
  drawn_ = Clock::now();
  const double left = since(epoch_begin_) / (p.batch - first_batch_) * (p.batches - p.batch);
  const std::string done = text(p.batch), all = text(p.batches);
  print_note("\r" + std::string(all.size() - done.size(), ' ') + done + '/' + all + ' ' +
             progress_bar(p.batch, p.batches) + " - ETA: " + in_seconds(left) + scores("", p.train) + "\033[K");
}

std::string ProgressBar::epoch_line(const Progress& p) const {
  const double seconds = since(epoch_begin_);
  const int batches = p.batches - first_batch_;
  const double share = static_cast<double>(batches) / p.batches;
  std::string line = text(p.batch, '/', p.batches, ' ') + progress_bar(p.batch, p.batches) + " - " +
                     in_seconds(seconds) + " " + text(static_cast<int64_t>(1e3 * seconds / batches + 0.5)) + "ms/step" +
                     scores("", p.train);
  if (p.has_validation) line += scores("val_", p.validation);
  line += " - " + grouped(static_cast<int64_t>(images_ * share / seconds)) + " images/s";
  const int64_t to_do = static_cast<int64_t>(p.epochs - 1 - p.epoch) * p.batches;
  const double left = since(begin_) / static_cast<double>(p.step - first_step_) * static_cast<double>(to_do);
  return line + (to_do > 0 ? " - " + in_seconds(left) + " left" : "");
}

Control ProgressBar::on_epoch(const Progress& p) {
  const std::string head = live_ ? "\r" : text("Epoch ", p.epoch + 1, '/', p.epochs, " - ");
  print_note(head + epoch_line(p) + (live_ ? "\033[K\n" : "\n"));
  epoch_begin_ = Clock::now();
  return Control::go_on;
}

}  // namespace thimble
