// The checkpoint of a training on disk: always whole, and the one before it is kept.
#pragma once

#include <optional>
#include <string>

#include "native/resume_check.h"
#include "nn/trainer.h"

namespace thimble {

// The file that `path` held before is kept as `path`.prev.
void write_checkpoint(const Trainer& trainer, const std::string& path);

// Goes on where the file ends; from `path`.prev, with a note, where the file is damaged. io error if there is none,
// data error if it belongs to another training. Returns the name of the file that was used.
std::string read_checkpoint(Trainer& trainer, const StartedWith& started, const std::string& path, bool quiet);

// A text of the file that read_checkpoint would go on from; nothing where there is none.
std::optional<std::string> text_in_checkpoint(const std::string& path, const std::string& key);

// io error if a file of that name could not be written: known before hours of training, not after.
void check_output_place(const std::string& path);

}  // namespace thimble
