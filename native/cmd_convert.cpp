// thimble convert: IDX files to the Kaggle CSV layout and back.

#include <memory>

#include "core/error.h"
#include "core/file.h"
#include "data/csv.h"
#include "data/idx.h"
#include "native/checkpoint_file.h"
#include "native/command_line.h"
#include "native/json_output.h"

namespace thimble {

namespace {

constexpr size_t kMostText = size_t{4} << 30;  // of a decompressed CSV file

struct Arguments {
  std::vector<std::string> files;
};

bool ends_with_csv(const std::string& path) { return path.ends_with(".csv") || path.ends_with(".csv.gz"); }

// Compressed where the name says so.
void write(const std::string& path, std::span<const uint8_t> bytes) {
  if (path.ends_with(".gz")) return write_file(path, gzip(bytes));
  write_file(path, bytes);
}

Dataset read_csv(const std::string& path) {
  std::vector<uint8_t> bytes = read_file(path);
  if (is_gzip(bytes)) bytes = gunzip(bytes, path, kMostText);
  return parse_csv(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), path);
}

void to_csv_file(const std::string& images, const std::string& labels, const std::string& out) {
  const Dataset data =
      dataset_from_idx(parse_idx(read_file(images), images), parse_idx(read_file(labels), labels), images, labels);
  const std::string csv = to_csv(data);
  write(out, {reinterpret_cast<const uint8_t*>(csv.data()), csv.size()});
}

void to_idx_files(const std::string& in, const std::string& images, const std::string& labels) {
  const Dataset data = read_csv(in);
  const std::span<const uint8_t> pixels = data.x.all_bytes();
  Idx pictures{{data.size(), data.x.sample()[0], data.x.sample()[1]}, {pixels.begin(), pixels.end()}};
  Idx names{{data.size()}, {}};
  for (const int label : data.labels) names.values.push_back(static_cast<uint8_t>(label));
  write(images, to_idx(pictures));
  write(labels, to_idx(names));
}

void convert(const Arguments& a, const Shared& shared) {
  const auto& f = a.files;
  const std::string wanted = "convert: expected IMAGES LABELS OUT.csv[.gz] or IN.csv[.gz] IMAGES LABELS, got ";
  check(f.size() == 3, wanted, f.size(), f.size() == 1 ? " name" : " names");
  check(ends_with_csv(f[0]) != ends_with_csv(f[2]) && !ends_with_csv(f[1]), wanted, f[0], " ", f[1], " ", f[2]);
  const bool from_csv = ends_with_csv(f[0]);
  if (from_csv) check_output_place(f[1]);
  check_output_place(f[2]);
  if (from_csv) {
    to_idx_files(f[0], f[1], f[2]);
  } else {
    to_csv_file(f[0], f[1], f[2]);
  }
  Json written = Json::array();
  if (from_csv) written.push_back(f[1]);
  written.push_back(f[2]);
  if (shared.wants_json()) return print_out(one_line({{"written", written}}));
  if (!shared.quiet) print_note("written: " + (from_csv ? f[1] + ", " : "") + f[2] + "\n");
}

}  // namespace

void add_convert(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command =
      add_command(app, "convert", "IDX files to CSV, or CSV to IDX files; names ending in .gz are compressed",
                  "  thimble convert train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz train.csv\n"
                  "  thimble convert train.csv.gz train-images-idx3-ubyte train-labels-idx1-ubyte");
  command.add_option("FILE", a->files, "IMAGES LABELS OUT.csv[.gz], or IN.csv[.gz] IMAGES LABELS")
      ->required()
      ->take_all();
  command.callback([a, &shared] { shared.command = [a, &shared] { convert(*a, shared); }; });
}

}  // namespace thimble
