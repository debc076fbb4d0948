// Writes the record that read_safetensors.py expects to the file that is named.
#include "core/file.h"
#include "learn/safetensors.h"

int main(int, char** argv) {
  using namespace thimble;
  const std::initializer_list<float> values = {0, 1, -2, 0.5f, 3, -4};
  Record record;
  record.set("weights", Tensor({2, 3}, values));
  record.set("half", Tensor({2, 3}, values), Stored::f16);
  record.set("brain", Tensor({6}, values), Stored::bf16);
  record.set("bytes", Tensor({3}, {0, 7, 255}), Stored::u8);
  record.set("small", Tensor({3, 1, 1}, {-1, 0.5f, 0.25f}), Stored::i8);
  record.set("network", "dense 10  # \"quoted\", 10 µm");
  record.set_number("scale", 1 / 255.0);
  write_file(argv[1], to_safetensors(record));
}
