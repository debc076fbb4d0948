#!/usr/bin/env python3
"""Writes layers.safetensors: each layer and each loss as PyTorch 1.13 computes it (Debian: python3-torch).

For a case NAME the file holds the text NAME.layer (as the network text says it) and the tensors NAME.x, NAME.y,
NAME.dy, NAME.dx and, for every parameter P, NAME.P and NAME.P.grad, where dy is any gradient that flows back.
PyTorch keeps dense weights as (units, in); here they are (in, units), and batch-norm has the running variance of the
batch with n in the denominator.
"""
import json
import pathlib
import struct

import torch
import torch.nn.functional as F

torch.manual_seed(1)
texts, tensors = {}, {}


def put(name, tensor):
    tensors[name] = tensor.detach().to(torch.float32).contiguous()


def case(name, layer, x, forward, parameters=None, swapped=()):
    """Differentiates sum(y * dy) in double and records everything."""
    parameters = parameters or {}
    x = x.double().requires_grad_()
    values = {k: v.double().requires_grad_() for k, v in parameters.items()}
    y = forward(x, **values)
    dy = torch.randn(y.shape).double()
    (y * dy).sum().backward()
    texts[name + ".layer"] = layer
    for key, value in (("x", x), ("y", y), ("dy", dy), ("dx", x.grad)):
        put(f"{name}.{key}", value)
    for key, value in values.items():
        turn = (lambda t: t.T) if key in swapped else (lambda t: t)
        put(f"{name}.{key}", turn(value))
        put(f"{name}.{key}.grad", turn(value.grad))


def randn(*shape):
    return torch.randn(*shape).float()  # float32 values, so that the file holds exactly what was used


def conv(name, layer, in_shape, filters, kernel, stride=1, pad=(0, 0, 0, 0), bias=True):
    """pad: left, right, top, bottom."""
    parameters = {"weight": 0.3 * randn(filters, in_shape[1], *kernel)}
    if bias:
        parameters["bias"] = randn(filters)
    case(name, layer, randn(*in_shape),
         lambda x, weight, bias=None: F.conv2d(F.pad(x, pad), weight, bias, stride=stride), parameters)


def same(extent, kernel, stride):
    """Zeros before and after, as TensorFlow places them."""
    zeros = max(0, (-(-extent // stride) - 1) * stride + kernel - extent)
    return zeros // 2, zeros - zeros // 2


case("dense", "dense 3", randn(4, 5), F.linear, {"weight": randn(3, 5), "bias": randn(3)}, swapped=("weight",))
conv("conv_valid", "conv 3 3x3", (2, 2, 6, 5), 3, (3, 3))
conv("conv_pad", "conv 2 3x3 pad 1 stride 2", (2, 3, 7, 6), 2, (3, 3), 2, (1, 1, 1, 1))
conv("conv_same", "conv 2 5x5 same", (1, 1, 7, 7), 2, (5, 5), 1, (2, 2, 2, 2))
conv("conv_same_even", "conv 2 3x3 same stride 2", (2, 2, 6, 8), 2, (3, 3), 2, same(8, 3, 2) + same(6, 3, 2))
conv("conv_wide", "conv 2 1x4 same no_bias", (2, 1, 3, 5), 2, (1, 4), 1, same(5, 4, 1) + (0, 0), bias=False)
case("max_pool", "max_pool 2", randn(2, 2, 5, 6), lambda x: F.max_pool2d(x, 2))
case("max_pool_overlap", "max_pool 3 stride 2", randn(2, 2, 7, 7), lambda x: F.max_pool2d(x, 3, 2))
case("avg_pool", "avg_pool 2", randn(2, 2, 5, 6), lambda x: F.avg_pool2d(x, 2))
case("avg_pool_overlap", "avg_pool 3 stride 1", randn(2, 1, 5, 5), lambda x: F.avg_pool2d(x, 3, 1))
case("relu", "relu", randn(3, 7), F.relu)
case("sigmoid", "sigmoid", 3 * randn(3, 7), torch.sigmoid)
case("tanh", "tanh", 2 * randn(3, 7), torch.tanh)
case("softmax", "softmax", 3 * randn(4, 5), lambda x: F.softmax(x, 1))
case("flatten", "flatten", randn(2, 2, 3, 2), lambda x: x.flatten(1))


def batch_norm(name, layer, x, momentum, epsilon):
    channels = x.shape[1]
    case(name, layer, x, lambda x, gamma, beta: F.batch_norm(x, None, None, gamma, beta, True, 0, epsilon),
         {"gamma": randn(channels), "beta": randn(channels)})
    axes = [a for a in range(x.dim()) if a != 1]
    put(name + ".moving_mean", (1 - momentum) * x.double().mean(axes))
    put(name + ".moving_variance", momentum + (1 - momentum) * x.double().var(axes, unbiased=False))


batch_norm("batch_norm_pictures", "batch_norm", 2 * randn(3, 2, 3, 4) + 1, 0.99, 1e-3)
batch_norm("batch_norm_flat", "batch_norm momentum 0.9 epsilon 0.01", randn(6, 3) - 2, 0.9, 0.01)


def loss(name, z, targets, function):
    z = z.double().requires_grad_()
    value = function(z)
    value.backward()
    put(name + ".z", z)
    put(name + ".dz", z.grad)
    put(name + ".targets", targets)
    put(name + ".loss", value.reshape(1))


labels = torch.tensor([2, 0, 4, 1])
loss("cross_entropy", 2 * randn(4, 5), labels, lambda z: F.cross_entropy(z, labels))
soft = F.softmax(randn(4, 5), 1)
loss("cross_entropy_soft", 2 * randn(4, 5), soft, lambda z: F.cross_entropy(z, soft.double()))
loss("cross_entropy_smoothed", 2 * randn(4, 5), labels, lambda z: F.cross_entropy(z, labels, label_smoothing=0.1))
wanted = randn(4, 5)
loss("squared_error", randn(4, 5), wanted, lambda z: F.mse_loss(z, wanted.double()))

header, body = {"__metadata__": texts}, b""
for name, tensor in tensors.items():
    raw = tensor.numpy().astype("<f4").tobytes()
    header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(raw)]}
    body += raw
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
pathlib.Path(__file__).with_name("layers.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + body)
