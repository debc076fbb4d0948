#include "native/model_argument.h"

#include <filesystem>

#include "app/models.h"
#include "app/shipped_models.h"
#include "core/error.h"

namespace thimble {

std::unique_ptr<Classifier> model_for(const std::string& argument) {
  std::error_code ignored;
  const bool is_file = std::filesystem::exists(argument, ignored);
  if (const ShippedModel* shipped = is_file ? nullptr : find_shipped(argument))
    return model_from(shipped->file(), argument);
  try {
    return load_model(argument);
  } catch (const Error& e) {
    if (is_file || argument.find_first_of("./") != std::string::npos) throw;
    fail(e.kind, text(e.what(), "; with the program come ", shipped_names()));
  }
}

std::string shipped_names() {
  const std::vector<ShippedModel>& all = shipped_models();
  std::string names;
  for (size_t i = 0; i < all.size(); ++i) names += (i == 0 ? "" : i + 1 < all.size() ? ", " : " or ") + all[i].name;
  return names;
}

}  // namespace thimble
