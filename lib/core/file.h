// Whole files in and out. What is written is complete or not there at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

// The bytes of a regular file. io error if it cannot be read ("data/x.csv: no such file"), is a directory, or is larger
// than `limit` bytes.
std::vector<uint8_t> read_file(const std::string& path, size_t limit = SIZE_MAX / 2);

// Writes to a temporary name in the same folder, fsyncs, renames, fsyncs the folder: `path` holds the old bytes or the
// new ones, never a part. io error on any failure, and then the temporary file is gone. Devices such as /dev/stdout are
// written in place.
void write_file(const std::string& path, std::span<const uint8_t> bytes);
void write_file(const std::string& path, std::string_view text);

// The decompressed bytes of a gzip stream of one or more members. data error ("NAME: gzip: ...") if it is damaged, cut
// short, followed by other bytes or longer than `limit`; usage error in a build without zlib.
std::vector<uint8_t> gunzip(std::span<const uint8_t> gz, const std::string& name, size_t limit);
// The first `count` decompressed bytes, fewer where there are fewer: enough for a header that says how many may follow.
std::vector<uint8_t> gunzip_head(std::span<const uint8_t> gz, const std::string& name, size_t count);
std::vector<uint8_t> gzip(std::span<const uint8_t> bytes);
bool is_gzip(std::span<const uint8_t> bytes);  // begins with 1f 8b

}  // namespace thimble
