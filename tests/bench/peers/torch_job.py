#!/usr/bin/env python3
"""One job in PyTorch: the network of a recipe, trained or run, two threads, data in memory as floats.

    torch_job.py train|infer NAME [--batch N] [--layout default|channels_last] [--traced] [--bf16] [--foreach]
                 [--seconds S] [--threads N] [--data DIR] [--epochs E --validation SHARE]

NAME is a recipe of lib/recipes, or NAME-same: that recipe with every convolution padded to keep its size. Prints one
line of JSON: images_per_second is the median over blocks of steps. A training step is what `thimble bench train` times:
shuffled gather, forward, backward, optimizer. With --epochs the recipe's whole run instead, with validation after each
epoch and the test accuracy at the end. Called by versus_torch.py, which knows the environment the peer wants.
"""
import argparse
import gzip
import json
import os
import re
import statistics
import time

import numpy as np
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
RECIPES = os.path.join(HERE, "..", "..", "..", "lib", "recipes")


def read_recipe(name):
    same = name.endswith("-same")
    values, key = {}, None
    with open(os.path.join(RECIPES, (name[:-5] if same else name) + ".recipe"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#") or not line.strip():
                continue
            if line[0] == " ":
                values[key] += "\n" + line.strip()
            else:
                key, value = (part.strip() for part in line.split("=", 1))
                values[key] = value
    layers = [layer.split() for layer in re.split(r"[,\n]", values["net"]) if layer.strip()]
    if same:
        layers = [layer + ["same"] if layer[0] == "conv" and "same" not in layer else layer for layer in layers]
    return values, layers


def option(words, name, default):
    return type(default)(words[words.index(name) + 1]) if name in words else default


def initialise(weight, fan_in, init):
    if init == "he_normal":
        nn.init.normal_(weight, std=(2.0 / fan_in) ** 0.5)
    else:
        nn.init.xavier_uniform_(weight)


def build(layers, init):
    """Keras's defaults. Returns the network and its L2 terms: pairs (weight, lambda)."""
    modules, penalties = [], []
    channels, size, features = 1, 28, 0
    for words in layers:
        kind = words[0]
        if kind in ("conv", "dense"):
            if kind == "conv":
                filters, window, stride = int(words[1]), int(words[2].split("x")[0]), option(words, "stride", 1)
                padding = 0
                if "same" in words:
                    out = -(-size // stride)
                    total = max((out - 1) * stride + window - size, 0)
                    if total % 2:  # Keras puts the odd row behind
                        modules.append(nn.ZeroPad2d((total // 2, total - total // 2) * 2))
                        size += total
                    else:
                        padding = total // 2
                layer = nn.Conv2d(channels, filters, window, stride, padding)
                size, channels = (size + 2 * padding - window) // stride + 1, filters
            else:
                layer = nn.Linear(features, int(words[1]))
                features = int(words[1])
            initialise(layer.weight, layer.weight[0].numel(), init)
            nn.init.zeros_(layer.bias)
            if "l2" in words:
                penalties.append((layer.weight, option(words, "l2", 0.0)))
        elif kind in ("max_pool", "avg_pool"):
            window = int(words[1])
            layer = (nn.MaxPool2d if kind == "max_pool" else nn.AvgPool2d)(window, option(words, "stride", window))
            size = (size - window) // option(words, "stride", window) + 1
        elif kind == "flatten":
            layer, features = nn.Flatten(), channels * size * size
        elif kind == "batch_norm":
            layer = nn.BatchNorm1d(features, 1e-3, 0.01) if features else nn.BatchNorm2d(channels, 1e-3, 0.01)
        elif kind == "dropout":
            layer = nn.Dropout(float(words[1]))
        elif kind == "relu":
            layer = nn.ReLU()
        else:
            raise SystemExit(f"torch_job: no layer {kind}")
        modules.append(layer)
    return nn.Sequential(*modules), penalties


def load(folder, part, scale):
    def idx(name, skip):
        with gzip.open(f"{folder}/{part}-{name}-ubyte.gz") as f:
            return np.frombuffer(f.read(), np.uint8, offset=skip)
    x = idx("images-idx3", 16).reshape(-1, 1, 28, 28).astype(np.float32) * np.float32(scale)
    return torch.from_numpy(x), torch.from_numpy(idx("labels-idx1", 8).astype(np.int64))


class Training:
    def __init__(self, net, penalties, recipe, args, x, y):
        self.net, self.penalties, self.args, self.x, self.y = net, penalties, args, x, y
        rate = float(recipe["lr"])
        if recipe["optimizer"] == "adam":
            self.optimizer = torch.optim.Adam(net.parameters(), lr=rate, eps=1e-7, foreach=args.foreach)
        else:
            self.optimizer = torch.optim.SGD(net.parameters(), lr=rate, foreach=args.foreach)
        self.loss_of = nn.CrossEntropyLoss()

    def batches(self):
        order = torch.randperm(len(self.x))
        for i in range(0, len(order), self.args.batch):
            yield order[i:i + self.args.batch]

    def step(self, rows):
        self.optimizer.zero_grad(set_to_none=True)
        if self.args.bf16:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = self.loss_of(self.net(self.x[rows]), self.y[rows])
        else:
            loss = self.loss_of(self.net(self.x[rows]), self.y[rows])
        for weight, strength in self.penalties:
            loss = loss + strength * weight.square().sum()
        loss.backward()
        self.optimizer.step()
        return len(rows)


def forever(training):
    while True:
        for rows in training.batches():
            if len(rows) == training.args.batch:
                yield training.step(rows)


def timed(steps, seconds, warm_up):
    """Images a second of each block; a block is about a tenth of `seconds`, at least one step."""
    for _ in range(warm_up):
        next(steps)
    begin = time.perf_counter()
    next(steps)
    each = max(1, int(seconds / 10 / (time.perf_counter() - begin)))
    rates, end = [], time.perf_counter() + seconds
    while len(rates) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        images = sum(next(steps) for _ in range(each))
        rates.append(images / (time.perf_counter() - start))
    return rates


def accuracy(net, x, y):
    net.eval()
    with torch.no_grad():
        right = sum((net(x[i:i + 500]).argmax(1) == y[i:i + 500]).sum().item() for i in range(0, len(x), 500))
    net.train()
    return right / len(x)


def whole_run(training, args, x, y, test):
    held = int(args.validation * len(x))
    order = torch.randperm(len(x))
    x_val, y_val, training.x, training.y = x[order[:held]], y[order[:held]], x[order[held:]], y[order[held:]]
    start = time.perf_counter()
    validation = None
    for _ in range(args.epochs):
        for rows in training.batches():
            training.step(rows)
        if held:
            validation = accuracy(training.net, x_val, y_val)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "validation": validation, "test": accuracy(training.net, *test)}


def inference(net, x, args):
    net.eval()
    x = x[:args.batch].clone(memory_format=torch.preserve_format)
    with torch.no_grad():
        if args.traced:
            net = torch.jit.freeze(torch.jit.trace(net, x))
        while True:
            if args.bf16:
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    net(x)
            else:
                net(x)
            yield args.batch


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=["train", "infer"])
    parser.add_argument("name")
    parser.add_argument("--batch", type=int, default=0)
    parser.add_argument("--layout", choices=["default", "channels_last"], default="default")
    for flag in ("--traced", "--bf16", "--foreach"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=0)
    parser.add_argument("--validation", type=float, default=0, help="share of the training set held back")
    parser.add_argument("--data", default="/usr/share/datasets/fashion-mnist")
    return parser.parse_args()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    recipe, layers = read_recipe(args.name)
    args.batch = args.batch or (int(recipe["batch"]) if args.job == "train" else 256)
    scale = float(recipe.get("scale", 1 / 255))
    form = torch.channels_last if args.layout == "channels_last" else torch.contiguous_format
    net, penalties = build(layers, recipe.get("init", "glorot_uniform"))
    net = net.to(memory_format=form)
    x, y = load(args.data, "train" if args.job == "train" else "t10k", scale)
    x = x.contiguous(memory_format=form)
    result = {"job": args.job, "name": args.name, "batch": args.batch, "threads": args.threads,
              "parameters": sum(p.numel() for p in net.parameters())}
    if args.epochs:
        result.update(whole_run(Training(net, penalties, recipe, args, x, y), args, x, y,
                                load(args.data, "t10k", scale)))
    else:
        if args.job == "train":
            steps = forever(Training(net, penalties, recipe, args, x, y))
        else:
            steps = inference(net, x, args)
        rates = timed(steps, args.seconds, warm_up=3 if args.batch > 1 else 50)
        result.update(images_per_second=statistics.median(rates), best=max(rates), blocks=len(rates))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
