// A training step as one thing to start. A small network's kernels take a few microseconds each, and starting each takes as
// long: recorded into a graph, they start each other.
//
// What a step asks for is recorded anew every time, because rates, sample numbers and random keys are arguments of kernels
// and change; the graph of the step before is then only given the new arguments, as long as it has the same kernels in
// the same order. Nothing may wait while a step is recorded, and what has been asked for has not happened before end.
#pragma once

namespace thimble::cuda {

void begin_recording();
void end_recording(bool run);  // starts what was recorded, or forgets it

}  // namespace thimble::cuda
