#include "cuda/graph.h"

#include "cuda/runtime.h"

namespace thimble::cuda {

void begin_recording() {
  make_room_to_stage();
  checked(cudaStreamBeginCapture(stream(), cudaStreamCaptureModeRelaxed), "begin recording");
}

void end_recording(bool run) {
  static cudaGraphExec_t ready = nullptr;  // the step before, with its arguments
  cudaGraph_t recorded = nullptr;
  const cudaError_t error = cudaStreamEndCapture(stream(), &recorded);
  if (!run) {
    if (recorded != nullptr) cudaGraphDestroy(recorded);
    return;
  }
  checked(error, "end recording");
  cudaGraphExecUpdateResultInfo info{};
  if (ready != nullptr && cudaGraphExecUpdate(ready, recorded, &info) != cudaSuccess) {
    cudaGetLastError();  // forgets it: the kernels are others, that is all
    checked(cudaGraphExecDestroy(ready), "forget a recording");
    ready = nullptr;
  }
  if (ready == nullptr) checked(cudaGraphInstantiate(&ready, recorded, 0), "make a recording ready");
  checked(cudaGraphDestroy(recorded), "forget a recording");
  checked(cudaGraphLaunch(ready, stream()), "run a recording");
}

}  // namespace thimble::cuda
