#include "core/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace thimble {
namespace {

[[noreturn]] void fail_io(const std::string& path, const char* doing) {
  fail(Error::io, text(path, ": ", doing, ": ", std::strerror(errno)));
}

// A file descriptor that closes itself.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

// True, or false with errno set.
bool write_all(int fd, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return true;
}

void write_in_place(const std::string& path, std::span<const uint8_t> bytes) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
  if (file.fd < 0) fail_io(path, "cannot open for writing");
  if (!write_all(file.fd, bytes)) fail_io(path, "cannot write");
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

std::vector<uint8_t> read_file(const std::string& path, size_t limit) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) fail_io(path, "cannot open");
  struct stat status {};
  if (::fstat(file.fd, &status) != 0) fail_io(path, "cannot read");
  if (S_ISDIR(status.st_mode)) fail(Error::io, text(path, ": is a folder, expected a file"));

  // The size is only a hint: pipes have none, and a file may grow.
  std::vector<uint8_t> bytes;
  const size_t hint = S_ISREG(status.st_mode) ? static_cast<size_t>(status.st_size) : 0;
  if (hint > limit) fail(Error::io, text(path, ": ", hint, " bytes, expected at most ", limit));
  bytes.resize(hint + 1);
  size_t length = 0;
  for (;;) {
    if (length == bytes.size()) bytes.resize(length + (size_t{1} << 20));
    const ssize_t count = ::read(file.fd, bytes.data() + length, bytes.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_io(path, "cannot read");
    if (count == 0) break;
    length += static_cast<size_t>(count);
    if (length > limit) fail(Error::io, text(path, ": more than ", limit, " bytes"));
  }
  bytes.resize(length);
  return bytes;
}

void write_file(const std::string& path, std::span<const uint8_t> bytes) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    if (S_ISDIR(status.st_mode)) fail(Error::io, text(path, ": is a folder, expected a file name"));
    return write_in_place(path, bytes);
  }

  const std::string temporary = text(path, ".tmp.", ::getpid());
  {
    const Descriptor file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
    if (file.fd < 0) fail_io(path, "cannot create");
    if (!write_all(file.fd, bytes) || ::fsync(file.fd) != 0) {
      const int reason = errno;
      ::unlink(temporary.c_str());
      errno = reason;
      fail_io(path, "cannot write");
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    errno = reason;
    fail_io(path, "cannot rename into place");
  }
  const Descriptor folder{::open(folder_of(path).c_str(), O_RDONLY | O_CLOEXEC)};
  if (folder.fd >= 0) ::fsync(folder.fd);  // some file systems cannot; the rename has happened either way
}

void write_file(const std::string& path, std::string_view words) {
  write_file(path, {reinterpret_cast<const uint8_t*>(words.data()), words.size()});
}

}  // namespace thimble
