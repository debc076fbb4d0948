#include "native/devices.h"

#include "core/error.h"
#include "nn/net_classifier.h"
#if defined(THIMBLE_CUDA)
#include "cuda/factors.h"
#include "cuda/install.h"
#endif

namespace thimble {

void add_device_option(CLI::App& command, std::string& device) {
  command.add_option("--device", device, "cpu, or cuda: an NVIDIA GPU, where this program was built for one");
}

std::string why_no_gpu() {
#if defined(THIMBLE_CUDA)
  static const std::string why = cuda::install();
  return why;
#else
  return "this program was built without CUDA (cmake --preset cuda builds it)";
#endif
}

const Device* chosen_device(const std::string& name) {
  if (name == "cpu") return nullptr;
  if (name.starts_with("cuda") && !why_no_gpu().empty()) fail(Error::usage, "--device " + name + ": " + why_no_gpu());
  try {
    return device_named(name);
  } catch (const Error& e) {
    fail(Error::usage, std::string("--") + e.what());
  }
}

void compute_in(const Device* device, Compute compute) {
#if defined(THIMBLE_CUDA)
  if (device != nullptr)
    cuda::multiply_in(compute == Compute::bf16   ? cuda::Factors::bf16
                      : compute == Compute::tf32 ? cuda::Factors::tf32
                                                 : cuda::Factors::float32);
#else
  (void)device;
  (void)compute;
#endif
}

void move_model(Classifier& model, const std::string& file, const Device* device) {
  if (device == nullptr) return;
  check(model.name() == "network", "--device ", device->name, ": expected a network, ", file, " is ", model.name());
  static_cast<NetClassifier&>(model).net.to(device);
}

std::string device_label(const Device* device) {
  return device == nullptr ? "cpu" : device->name + ", " + device->description;
}

}  // namespace thimble
