#include <algorithm>

#include "core/error.h"
#include "core/file.h"

#ifdef THIMBLE_ZLIB
#include <zlib.h>
#endif

namespace thimble {

bool is_gzip(std::span<const uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

#ifdef THIMBLE_ZLIB

std::vector<uint8_t> gunzip(std::span<const uint8_t> gz, const std::string& name, size_t limit) {
  z_stream stream{};
  check(inflateInit2(&stream, 15 + 16) == Z_OK, "gunzip: zlib does not start");  // 16: expect a gzip header
  struct End {
    z_stream* s;
    ~End() { inflateEnd(s); }
  } end{&stream};

  std::vector<uint8_t> out;
  stream.next_in = const_cast<Bytef*>(gz.data());
  size_t left = gz.size();  // beyond what zlib has been shown: its counters have 32 bits
  size_t length = 0;
  const auto at = [&] { return text(name, ": gzip: at byte ", gz.size() - left - stream.avail_in, ": "); };
  for (;;) {
    if (stream.avail_in == 0) {
      const size_t shown = std::min(left, size_t{1} << 30);
      stream.avail_in = static_cast<uInt>(shown);
      left -= shown;
    }
    if (length == out.size()) {
      if (length > limit) fail(Error::data, text(name, ": gzip: holds more than ", limit, " bytes"));
      out.resize(std::min(limit + 1, std::max(length * 2, gz.size() * 4 + 4096)));
    }
    const size_t room = std::min(out.size() - length, size_t{1} << 30);
    stream.next_out = out.data() + length;
    stream.avail_out = static_cast<uInt>(room);
    const int result = inflate(&stream, Z_NO_FLUSH);
    length += room - stream.avail_out;
    if (result == Z_STREAM_END) {
      const size_t rest = left + stream.avail_in;
      if (rest == 0) break;
      if (!is_gzip(gz.last(rest))) fail(Error::data, at() + "expected the end or another gzip member");
      inflateReset(&stream);
    } else if (result == Z_BUF_ERROR || result == Z_OK) {
      const bool starved = stream.avail_in == 0 && left == 0 && stream.avail_out != 0;
      if (starved) fail(Error::data, at() + "the file ends in the middle of the stream");
    } else {
      fail(Error::data, at() + (stream.msg ? stream.msg : "damaged"));
    }
  }
  if (length > limit) fail(Error::data, text(name, ": gzip: holds more than ", limit, " bytes"));
  out.resize(length);
  return out;
}

std::vector<uint8_t> gunzip_head(std::span<const uint8_t> gz, const std::string& name, size_t count) {
  z_stream stream{};
  check(inflateInit2(&stream, 15 + 16) == Z_OK, "gunzip: zlib does not start");
  std::vector<uint8_t> out(count);
  stream.next_in = const_cast<Bytef*>(gz.data());
  stream.avail_in = static_cast<uInt>(std::min(gz.size(), size_t{1} << 30));
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(count);
  const int result = inflate(&stream, Z_SYNC_FLUSH);
  const std::string reason = stream.msg ? stream.msg : "damaged";
  out.resize(count - stream.avail_out);
  inflateEnd(&stream);
  const bool fine = result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
  if (!fine) fail(Error::data, text(name, ": gzip: in its first bytes: ", reason));
  return out;
}

std::vector<uint8_t> gzip(std::span<const uint8_t> bytes) {
  check(bytes.size() < (size_t{1} << 31), "gzip: ", bytes.size(), " bytes at once are too many");
  z_stream stream{};
  check(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "gzip: zlib does not start");
  std::vector<uint8_t> out(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  check(result == Z_STREAM_END, "gzip: zlib stopped with ", result);
  return out;
}

#else

std::vector<uint8_t> gunzip(std::span<const uint8_t>, const std::string& name, size_t) {
  fail(Error::usage, name + ": gzip: this build has no zlib");
}
std::vector<uint8_t> gunzip_head(std::span<const uint8_t>, const std::string& name, size_t) {
  fail(Error::usage, name + ": gzip: this build has no zlib");
}
std::vector<uint8_t> gzip(std::span<const uint8_t>) { fail(Error::usage, "gzip: this build has no zlib"); }

#endif

}  // namespace thimble
