// A display without a screen, for as long as it lives: Xvfb.
#pragma once

#include <sys/types.h>

#include <string>

class XServer {
 public:
  XServer();
  ~XServer();
  XServer(const XServer&) = delete;
  XServer& operator=(const XServer&) = delete;
  const std::string& display() const { return display_; }  // ":3"; empty: it did not start

 private:
  pid_t pid_ = -1;
  std::string display_;
};
