#include <cstdio>

#include "kernels/kernels.h"

int main() {
  for (const thimble::kernels::Kernels* set : thimble::kernels::available()) std::printf("%s\n", set->isa);
}
