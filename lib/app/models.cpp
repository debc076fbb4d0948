#include "app/models.h"

#include "core/error.h"
#include "core/file.h"

namespace thimble {

namespace {

// The record and the name of the learner in it.
Record read_model(const std::string& path, std::string& kind) {
  Record record = from_safetensors(read_file(path), path);
  if (!record.has_text("thimble.kind"))
    fail(Error::data, path + ": expected a model with the text \"thimble.kind\", found none");
  kind = record.text("thimble.kind");
  if (kind == "checkpoint")
    fail(Error::data, path + ": expected a model, found the checkpoint of an unfinished training: go on with --resume");
  return record;
}

NetClassifier network_of(const Record& record, const std::string& path) {
  try {
    return NetClassifier::load(record);
  } catch (const Error& e) {
    fail(e.kind, path + ": " + e.what());
  }
}

}  // namespace

std::unique_ptr<Classifier> load_model(const std::string& path) {
  std::string kind;
  const Record record = read_model(path, kind);
  if (kind == "network") return std::make_unique<NetClassifier>(network_of(record, path));
  fail(Error::data, path + ": expected a model of kind network, found \"" + kind.substr(0, 60) + "\"");
}

NetClassifier load_network(const std::string& path) {
  std::string kind;
  const Record record = read_model(path, kind);
  if (kind != "network") fail(Error::data, path + ": expected a network, found \"" + kind.substr(0, 60) + "\"");
  return network_of(record, path);
}

void save_model(const Classifier& model, const std::string& path) {
  Record record;
  model.save(record);
  write_file(path, to_safetensors(record));
}

}  // namespace thimble
