#include "native/checkpoint_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "core/file.h"
#include "learn/safetensors.h"
#include "native/terminal.h"

namespace thimble {

namespace {

bool is_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

Record read_record(const std::string& path) { return from_safetensors(read_file(path), path); }

// `path` becomes the name of the file that was read.
Record read_record_or_previous(std::string& path) {
  const std::string previous = path + ".prev";
  try {
    return read_record(path);
  } catch (const Error& e) {
    if (e.kind != Error::data || !is_file(previous)) throw;
    print_note(std::string("note: ") + e.what() + "; going on from " + previous + "\n");
  }
  path = previous;
  return read_record(path);
}

}  // namespace

void write_checkpoint(const Trainer& trainer, const std::string& path) {
  Record record;
  trainer.save(record);
  const std::vector<uint8_t> bytes = to_safetensors(record);
  if (is_file(path)) write_file(path + ".prev", read_file(path));
  write_file(path, bytes);
}

std::string read_checkpoint(Trainer& trainer, const StartedWith& started, const std::string& path, bool quiet) {
  std::string used = path;
  const Record record = read_record_or_previous(used);
  try {
    started.check_same(record);
    trainer.load(record);
  } catch (const Error& e) {
    fail(e.kind, used + ": " + e.what());
  }
  if (!quiet) note_other_isa(record);
  return used;
}

std::optional<std::string> text_in_checkpoint(const std::string& path, const std::string& key) {
  for (const std::string& file : {path, path + ".prev"}) try {
      const Record record = read_record(file);
      return record.has_text(key) ? std::optional(record.text(key)) : std::nullopt;
    } catch (const Error&) {  // damaged: read_checkpoint says so, and takes the other
    }
  return std::nullopt;
}

void check_output_place(const std::string& path) {
  if (path.empty()) return;
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) fail(Error::io, path + ": is a folder, expected a file name");
  if (exists && !S_ISREG(status.st_mode)) return;
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    fail(Error::io, text(path, ": cannot write into its folder: ", std::strerror(errno)));
}

}  // namespace thimble
