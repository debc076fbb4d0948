#include "native/run_store.h"

#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/file.h"

namespace thimble {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMostBytes = size_t{1} << 24;

bool there(const std::string& path) {
  std::error_code none;
  return fs::exists(path, none);
}

}  // namespace

std::string RunStore::path(const std::string& name) const { return (fs::path(folder_) / name).string(); }
std::string RunStore::checkpoint(const PlannedRun& run) const { return path("runs/" + run.name + ".ckpt"); }
std::string RunStore::result_file(const PlannedRun& run) const { return path("runs/" + run.name + ".json"); }
bool RunStore::has_checkpoint(const PlannedRun& run) const { return there(checkpoint(run)); }

bool RunStore::has_any(const Plan& plan) const {
  if (there(path(plan.id + ".json"))) return true;
  for (const PlannedRun& run : plan.runs)
    if (there(result_file(run)) || has_checkpoint(run)) return true;
  return false;
}

void RunStore::make() const {
  std::error_code error;
  fs::create_directories(path("runs"), error);
  if (error) fail(Error::io, folder_ + ": cannot make the folder: " + error.message());
}

std::optional<RunResult> RunStore::finished(const PlannedRun& run, const std::string& data_sha256) const {
  const std::string file = result_file(run);
  if (!there(file)) return std::nullopt;
  const std::vector<uint8_t> bytes = read_file(file, kMostBytes);
  RunResult result = run_result_from(std::string(bytes.begin(), bytes.end()), file);
  if (result.fingerprint != run.fingerprint(data_sha256))
    fail(Error::data, file + ": is of another recipe, or of other data; expected another --out, or none such file");
  return result;
}

void RunStore::keep(const PlannedRun& run, const RunResult& result) const {
  write_file(result_file(run), pretty(to_json(result)));
  std::error_code none;
  for (const char* ending : {"", ".prev"}) fs::remove(checkpoint(run) + ending, none);
}

}  // namespace thimble
