"""Report S2-1's whole run in PyTorch: 48,000 / 12,000 split, Adam, batch 512, ten epochs, validation after each.

Prints one line of JSON: seconds of training with validation (data already in memory), accuracy on validation and test data.
Called by s2_1_vs_torch.py with the settings that were fastest here; see README.md.
"""
import gzip
import json
import sys
import time

import numpy as np
import torch
from torch import nn

folder, epochs, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(2)
torch.manual_seed(seed)


def idx(name, skip):
    with gzip.open(f"{folder}/{name}.gz") as f:
        return np.frombuffer(f.read(), np.uint8, offset=skip)


def load(part):
    x = idx(f"{part}-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28).astype(np.float32) / 255
    y = idx(f"{part}-labels-idx1-ubyte", 8).astype(np.int64)
    x = torch.from_numpy(x).contiguous(memory_format=torch.channels_last)
    return x, torch.from_numpy(y)


x_all, y_all = load("train")
x_test, y_test = load("t10k")
order = torch.randperm(60000)
x_val, y_val = x_all[order[:12000]], y_all[order[:12000]]
x, y = x_all[order[12000:]], y_all[order[12000:]]

net = nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                    nn.Linear(5408, 128), nn.ReLU(), nn.Linear(128, 10)).to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, eps=1e-7)
loss_of = nn.CrossEntropyLoss()


def accuracy(x, y):
    net.eval()
    with torch.no_grad():
        right = sum((net(x[i:i + 500]).argmax(1) == y[i:i + 500]).sum().item() for i in range(0, len(x), 500))
    net.train()
    return right / len(x)


start = time.perf_counter()
for epoch in range(epochs):
    order = torch.randperm(len(x))
    for i in range(0, len(x), 512):
        rows = order[i:i + 512]
        optimizer.zero_grad(set_to_none=True)
        loss_of(net(x[rows]), y[rows]).backward()
        optimizer.step()
    validation = accuracy(x_val, y_val)
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "validation": validation, "test": accuracy(x_test, y_test)}))
