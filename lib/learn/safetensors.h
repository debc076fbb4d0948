// The container of everything that is saved: names -> tensors, names -> texts.
//
// The published safetensors format: 8 bytes header length (little-endian), a JSON header, then the tensors' bytes
// without holes or overlaps, so that any safetensors reader opens our files. The reader takes F32, F16, BF16, U8 and I8
// (with a text "NAME.scale" beside an I8 tensor: value = scale * byte), all widened to float, and trusts nothing.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/tensor.h"

namespace thimble {

enum class Stored { f32, f16, bf16, u8, i8 };  // how a tensor's values lie in the file

class Record {
 public:
  // As i8, the text "NAME.scale" is set too: the largest size becomes 127.
  void set(const std::string& name, Tensor value, Stored as = Stored::f32);
  void set(const std::string& name, const std::string& value);
  void set_number(const std::string& name, double value);  // as text that reads back to the same bits

  // Stored as U8 without ever being floats; shared, not copied. usage error unless there is one byte a value.
  using Bytes = std::shared_ptr<const std::vector<uint8_t>>;
  void set_bytes(const std::string& name, const Shape& shape, Bytes bytes);
  Bytes bytes(const std::string& name) const;  // of what was set so or read as U8; null of other tensors
  const Shape& shape(const std::string& name) const;

  bool has_tensor(const std::string& name) const { return tensors_.count(name) != 0; }
  bool has_text(const std::string& name) const { return texts_.count(name) != 0; }
  const Tensor& tensor(const std::string& name) const;  // data error "no tensor NAME" if absent
  const std::string& text(const std::string& name) const;
  double number(const std::string& name) const;
  const std::map<std::string, std::string>& texts() const { return texts_; }
  std::vector<std::string> tensor_names() const;  // in the order they were set or stand in the file

  // A record inside a record, as a pipeline has them: every name of `inner` with `prefix` in front, and back.
  void set_all(const std::string& prefix, const Record& inner);
  Record below(const std::string& prefix) const;

 private:
  friend std::vector<uint8_t> to_safetensors(const Record&);
  friend Record from_safetensors(std::span<const uint8_t>, const std::string&);
  struct Entry {
    mutable Tensor value;  // of bytes: empty until somebody asks for it
    Stored as;
    Shape shape;
    Bytes bytes;
  };
  const Entry& entry(const std::string& name) const;
  std::vector<std::string> order_;
  std::map<std::string, Entry> tensors_;
  std::map<std::string, std::string> texts_;
};

// usage error for a value that its type cannot hold (300 or 0.5 as u8) and for text that is not UTF-8.
std::vector<uint8_t> to_safetensors(const Record& record);
// data error "NAME: safetensors: ..." naming the place, what was expected and what was found.
Record from_safetensors(std::span<const uint8_t> file, const std::string& name);

}  // namespace thimble
