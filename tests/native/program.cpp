#include "native/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace program {

namespace fs = std::filesystem;

const std::string tiny = THIMBLE_SOURCE_DIR "/tests/data/tiny";

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "thimble t\u00e9st XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> Folder::names() const {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator(path_)) all.push_back(entry.path().filename().string());
  std::sort(all.begin(), all.end());
  return all;
}

Running::Running(const Words& arguments, const Environment& environment, const std::string& out) {
  const std::string program = THIMBLE_PROGRAM, out_file = out.empty() ? folder_ / "out" : out,
                    err_file = folder_ / "err";
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ != 0) return;
  const int in = ::open("/dev/null", O_RDONLY), to = ::open(out_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600),
            errors = ::open(err_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(in, 0);
  ::dup2(to, 1);
  ::dup2(errors, 2);
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  ::execv(program.c_str(), words.data());
  ::_exit(127);
}

Running::~Running() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void Running::send(int signal) const { ::kill(pid_, signal); }

bool Running::over() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
}

std::string Running::out_yet() const { return read(folder_ / "out"); }

Finished Running::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), read(folder_ / "out"),
          read(folder_ / "err")};
}

Finished run(const Words& arguments, const Environment& environment, const std::string& out) {
  return Running(arguments, environment, out).wait();
}

Finished shell(const std::string& line) {
  const Folder folder;
  ::setenv("THIMBLE", THIMBLE_PROGRAM, 1);
  const std::string all = "( " + line + " ) > '" + folder / "out" + "' 2> '" + folder / "err" + "' < /dev/null";
  const int status = std::system(all.c_str());
  return {WEXITSTATUS(status), read(folder / "out"), read(folder / "err")};
}

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

void write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

bool exists(const std::string& path) { return fs::exists(path); }

int lines(const std::string& words) { return static_cast<int>(std::count(words.begin(), words.end(), '\n')); }

}  // namespace program
