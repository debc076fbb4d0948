// Runs the program as a shell would, and keeps what it said.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace program {

struct Finished {
  int code;  // 128 + the signal's number where one ended it
  std::string out, err;
};

using Words = std::vector<std::string>;
using Environment = std::vector<std::pair<std::string, std::string>>;

// A folder of its own for a test, removed with it. Its name holds a space and letters beyond ASCII.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::vector<std::string> names() const;  // of what is in it, in order

 private:
  std::string path_;
};

class Running {
 public:
  // `out` is where standard output goes instead of being kept: "/dev/full".
  explicit Running(const Words& arguments, const Environment& environment = {}, const std::string& out = "");
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  void send(int signal) const;
  bool over() const;            // without waiting
  std::string out_yet() const;  // what it has said so far
  Finished wait();

 private:
  Folder folder_;
  pid_t pid_;
};

Finished run(const Words& arguments, const Environment& environment = {}, const std::string& out = "");
Finished shell(const std::string& line);  // $THIMBLE is the program

std::string read(const std::string& path);
void write(const std::string& path, const std::string& bytes);
bool exists(const std::string& path);

extern const std::string tiny;  // the folder of the tiny data set
int lines(const std::string& words);

}  // namespace program
