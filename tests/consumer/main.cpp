#include <cstdio>

#include "kernels/kernels.h"
#include "nn/spec.h"

int main() {
  thimble::Sequential net = thimble::parse_network("dense 4, relu, dense 3");
  net.build({2}, 0);
  const char* isa = thimble::kernels::active().isa;
  std::printf("a network of %d layers, %s\n", net.size(), isa);
}
