// thimble convert: IDX files to the Kaggle CSV layout and back; a model to fewer bytes.

#include <memory>

#include "core/error.h"
#include "core/file.h"
#include "data/csv.h"
#include "data/idx.h"
#include "learn/safetensors.h"
#include "native/checkpoint_file.h"
#include "native/command_line.h"
#include "native/json_output.h"

namespace thimble {

namespace {

constexpr size_t kMostText = size_t{4} << 30;  // of a decompressed CSV file

struct Arguments {
  std::vector<std::string> files;
  std::string as;
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

// The weights as halves, or as bytes with one scale a tensor. What is one number a unit or channel (biases, batch-norm)
// stays exact: it is few bytes. Tensors of bytes stay bytes.
void to_smaller_model(const std::string& in, const std::string& out, Stored as) {
  const Record record = from_safetensors(read_file(in), in);
  Record smaller;
  for (const auto& [name, value] : record.texts()) smaller.set(name, value);
  for (const std::string& name : record.tensor_names()) {
    if (const Record::Bytes bytes = record.bytes(name)) {
      smaller.set_bytes(name, record.shape(name), bytes);
    } else {
      const Tensor& value = record.tensor(name);
      smaller.set(name, value, value.shape().rank() > 1 ? as : Stored::f32);
    }
  }
  write_file(out, to_safetensors(smaller));
}

// IN.safetensors OUT.safetensors --as TYPE
void convert_model(const Arguments& a, const Shared& shared) {
  const auto model = [](const std::string& name) { return name.ends_with(".safetensors"); };
  check(a.files.size() == 2 && model(a.files[0]) && model(a.files[1]),
        "convert --as: expected IN.safetensors OUT.safetensors, got ", a.files.size() == 1 ? "1 name" : a.files[0],
        a.files.size() == 1 ? "" : " " + a.files[1]);
  check_output_place(a.files[1]);
  to_smaller_model(a.files[0], a.files[1], a.as == "f16" ? Stored::f16 : Stored::i8);
  if (shared.wants_json()) return print_out(one_line({{"written", Json::array({a.files[1]})}}));
  if (!shared.quiet) note_written({a.files[1]});
}

void convert(const Arguments& a, const Shared& shared) {
  if (!a.as.empty()) return convert_model(a, shared);
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
      add_command(app, "convert",
                  "IDX files to CSV, or CSV to IDX files; names ending in .gz are compressed. A model to fewer bytes",
                  "  thimble convert train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz train.csv\n"
                  "  thimble convert train.csv.gz train-images-idx3-ubyte train-labels-idx1-ubyte\n"
                  "  thimble convert model.safetensors small.safetensors --as f16");
  command
      .add_option("FILE", a->files,
                  "IMAGES LABELS OUT.csv[.gz], IN.csv[.gz] IMAGES LABELS, or IN.safetensors OUT.safetensors")
      ->required()
      ->take_all();
  command.add_option("--as", a->as, "A model's weights: f16, or i8 with a scale a tensor")
      ->check(one_of({"f16", "i8"}));
  command.callback([a, &shared] { shared.command = [a, &shared] { convert(*a, shared); }; });
}

}  // namespace thimble
