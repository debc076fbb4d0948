"""Fifty steps of PyTorch's optimizers on L = sum_i a_i (w_i - c_i)^2 / 2, printed as the header optimizers.h.

    /usr/bin/python3 tests/nn/goldens/make_optimizers.py > tests/nn/goldens/optimizers.h      (PyTorch 1.13)
"""
import torch

A = torch.tensor([1.0, 0.1, 10.0, 0.01])
C = torch.tensor([0.5, -1.0, 0.25, 2.0])
START = torch.tensor([2.0, 1.0, -1.0, 0.0])


def weights(make):
    w = START.clone().requires_grad_(True)
    optimizer = make([w])
    rows = []
    for step in range(1, 51):
        optimizer.zero_grad()
        (A * (w - C) ** 2 / 2).sum().backward()
        optimizer.step()
        if step in (1, 2, 10, 50):
            rows.append((step, w.tolist()))
    return rows


CASES = [
    ("kSgd", lambda p: torch.optim.SGD(p, lr=0.05)),
    ("kMomentum", lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    ("kNesterov", lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True)),
    ("kAdam", lambda p: torch.optim.Adam(p, lr=0.05)),
    ("kAdamKeras", lambda p: torch.optim.Adam(p, lr=0.05, eps=1e-7)),
]

print("// Made by make_optimizers.py with PyTorch", torch.__version__.split("a")[0] + ".")
print("#pragma once\n\nnamespace thimble {\n")
print("struct GoldenStep {\n  int step;\n  float w[4];\n};\n")
for name, make in CASES:
    print(f"inline constexpr GoldenStep {name}[] = {{")
    for step, w in weights(make):
        print(f"    {{{step}, {{" + ", ".join(f"{v:.9g}f" if "." in f"{v:.9g}" or "e" in f"{v:.9g}" else f"{v:.9g}.0f" for v in w) + "}},")
    print("};\n")
print("}  // namespace thimble")
