#include "data/csv.h"

#include <algorithm>
#include <atomic>
#include <climits>
#include <cmath>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/threads.h"

namespace thimble {
namespace {

constexpr int kRowsPerPiece = 64;
constexpr size_t kQuoted = 40;  // of a bad cell, in an error

// Takes the next line off the front of `rest`, without its end (LF or CRLF).
std::string_view take_line(std::string_view& rest) {
  const size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

// Takes the cell before the next comma off the front of `rest`; `more` tells whether there was a comma.
std::string_view take_cell(std::string_view& rest, bool& more) {
  const size_t comma = rest.find(',');
  more = comma != std::string_view::npos;
  const std::string_view cell = rest.substr(0, comma);
  rest.remove_prefix(more ? comma + 1 : rest.size());
  return cell;
}

// One to three digits, at most 255; -1 for anything else.
int byte_of(std::string_view cell) {
  if (cell.empty() || cell.size() > 3) return -1;
  int value = 0;
  for (const char c : cell) {
    if (c < '0' || c > '9') return -1;
    value = 10 * value + (c - '0');
  }
  return value <= 255 ? value : -1;
}

// The label and the pixels of a row; false if it is not exactly that.
bool parse_row(std::string_view line, uint8_t& label, std::span<uint8_t> pixels) {
  bool more = false;
  int value = byte_of(take_cell(line, more));
  label = static_cast<uint8_t>(value);
  for (uint8_t& pixel : pixels) {
    if (value < 0 || !more) return false;
    value = byte_of(take_cell(line, more));
    pixel = static_cast<uint8_t>(value);
  }
  return value >= 0 && !more;
}

// A cell as an error quotes it: short, without control characters.
std::string quoted(std::string_view cell) {
  std::string shown(cell.substr(0, kQuoted));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, '?');
  return '"' + shown + (cell.size() > kQuoted ? "...\"" : "\"");
}

// Says what is wrong with a row that parse_row refused.
[[noreturn]] void explain(std::string_view line, size_t pixels, const std::string& where) {
  if (line.empty()) fail(Error::data, text(where, "expected ", pixels + 1, " columns, got an empty line"));
  const size_t columns = static_cast<size_t>(std::count(line.begin(), line.end(), ',')) + 1;
  bool more = true;
  for (size_t column = 1; more && column <= pixels + 1; ++column) {
    const std::string_view cell = take_cell(line, more);
    if (byte_of(cell) < 0)
      fail(Error::data, text(where, "column ", column, ": expected a number from 0 to 255, got ", quoted(cell)));
  }
  fail(Error::data, text(where, "expected ", pixels + 1, " columns, got ", columns));
}

// The side of the square pictures that the header promises.
int side_of(std::string_view header, const std::string& name) {
  const std::string where = name + ":1: ";
  std::string_view rest = header;
  bool more = true;
  const std::string_view first = take_cell(rest, more);
  if (first != "label")
    fail(Error::data, text(where, "expected a header \"label,pixel1,pixel2,...\", got ", quoted(header)));
  size_t pixels = 0;
  while (more) {
    const std::string_view cell = take_cell(rest, more);
    ++pixels;
    if (cell.empty() || byte_of(cell) >= 0)
      fail(Error::data,
           text(where, "column ", pixels + 1, ": expected a name such as pixel", pixels, ", got ", quoted(cell)));
  }
  const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(pixels))));
  if (pixels == 0 || static_cast<size_t>(side) * static_cast<size_t>(side) != pixels)
    fail(Error::data, text(where, "expected a square number of pixel columns, got ", pixels));
  return side;
}

}  // namespace

Dataset parse_csv(std::string_view text_in, const std::string& name, std::vector<std::string> class_names) {
  if (text_in.substr(0, 3) == "\xef\xbb\xbf") text_in.remove_prefix(3);  // byte-order mark
  if (text_in.empty()) fail(Error::data, name + ": expected a header \"label,pixel1,pixel2,...\", got an empty file");
  const int side = side_of(take_line(text_in), name);
  const size_t pixels = static_cast<size_t>(side) * static_cast<size_t>(side);
  if (text_in.empty()) fail(Error::data, name + ":2: expected at least one row of pixels, got the end of the file");

  const auto where = [&](size_t row) { return text(name, ':', row + 2, ": "); };
  std::vector<std::string_view> lines;
  while (!text_in.empty()) {  // each is long enough, so the text is larger than the pictures that are allocated next
    const std::string_view line = take_line(text_in);
    if (line.size() < 2 * pixels + 1) explain(line, pixels, where(lines.size()));
    lines.push_back(line);
  }
  if (lines.size() * pixels > INT_MAX)
    fail(Error::data, text(name, ": expected at most 2147483647 pixels, got ", lines.size() * pixels));

  std::vector<uint8_t> labels(lines.size()), values(lines.size() * pixels);
  const int rows = static_cast<int>(lines.size());
  std::atomic<int> first_bad{rows};
  parallel_for(rows, kRowsPerPiece, [&](int begin, int end) {
    for (int row = begin; row < end; ++row) {
      const size_t i = static_cast<size_t>(row);
      if (parse_row(lines[i], labels[i], std::span(values).subspan(i * pixels, pixels))) continue;
      int seen = first_bad.load();
      while (row < seen && !first_bad.compare_exchange_weak(seen, row)) {
      }
      return;
    }
  });
  if (first_bad < rows) {
    const size_t bad = static_cast<size_t>(first_bad.load());
    explain(lines[bad], pixels, where(bad));
  }

  if (class_names.empty()) class_names = numbered_classes(*std::max_element(labels.begin(), labels.end()) + 1);
  for (size_t row = 0; row < labels.size(); ++row)
    if (labels[row] >= class_names.size())
      fail(Error::data, text(where(row), "column 1: expected a label from 0 to ", class_names.size() - 1, ", got ",
                             int{labels[row]}));

  Dataset data;
  data.x = Samples({side, side}, std::move(values));
  data.labels.assign(labels.begin(), labels.end());
  data.class_names = std::move(class_names);
  return data;
}

std::string to_csv(const Dataset& data) {
  const Shape& sample = data.x.sample();
  check(data.x.is_bytes() && sample.rank() == 2 && sample[0] == sample[1],
        "CSV: expected square grey pictures, got samples of shape ", sample.text());
  std::string out = "label";
  for (int p = 1; p <= sample.size(); ++p) out += ",pixel" + std::to_string(p);
  out += '\n';
  std::vector<std::string> words;
  for (int v = 0; v < 256; ++v) words.push_back(',' + std::to_string(v));
  for (int i = 0; i < data.size(); ++i) {
    out += std::to_string(data.labels[static_cast<size_t>(i)]);
    for (const uint8_t pixel : data.x.bytes(i)) out += words[pixel];
    out += '\n';
  }
  return out;
}

}  // namespace thimble
