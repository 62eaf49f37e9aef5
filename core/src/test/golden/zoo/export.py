"""Reference numbers for networks with portable weights.

    GRAFT_SHARED=../shared /usr/bin/python3 core/src/test/golden/zoo/export.py

Values here: PyTorch 1.13.1, torchvision 0.14.1, CPU. Tolerance of logits: 1e-4 of a row's root mean square.
train/ holds one training pass in float64, where two correct programs agree to 1e-6; in float32 the norms of a deep
network's gradients differ by up to 1% between two runs of PyTorch itself.
torchvision has no counterpart of graft-nano and of the CIFAR networks: what they are is written down again below,
as modules.
"""
import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(HERE, "../../../../../../shared"))
sys.path.insert(0, os.path.join(SHARED, "parity"))
import portable  # noqa: E402


class Block(nn.Module):
    def __init__(self, before, after, project):
        super().__init__()
        stride = 1 if before == after else 2
        self.conv1 = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(after)
        if project and stride == 2:
            self.downsample = nn.Sequential(nn.Conv2d(before, after, 1, 2, bias=False), nn.BatchNorm2d(after))

    def shortcut(self, x):
        after = self.bn2.num_features
        if x.shape[1] == after:
            return x
        if hasattr(self, "downsample"):
            return self.downsample(x)
        wide = x.new_zeros(x.shape[0], after, x.shape[2] // 2, x.shape[3] // 2)
        wide[:, after // 4 : after // 4 + x.shape[1]] = x[:, :, 0::2, 0::2]
        return wide

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class Small(nn.Module):
    """A 3x3 stem, stages of `blocks` blocks, the mean over pixels, and a linear head."""

    def __init__(self, widths, blocks, stride, project, head, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        before = widths[0]
        for number, width in enumerate(widths, start=1):
            stage = []
            for _ in range(blocks):
                stage.append(Block(before, width, project))
                before = width
            setattr(self, f"layer{number}", nn.Sequential(*stage))
        self.stages = len(widths)
        self.head = head
        setattr(self, head, nn.Linear(before, classes))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for number in range(1, self.stages + 1):
            x = getattr(self, f"layer{number}")(x)
        return getattr(self, self.head)(x.mean((2, 3)))


def cifar(depth):
    return lambda: Small([16, 32, 64], (depth - 2) // 6, 1, False, "linear", 10)


def nano():
    return Small([32, 64, 128, 256], 1, 2, True, "fc", 200)


def rounded(values):
    return [float(f"{value:.7g}") for value in values]


def export(name, make, side):
    with torch.no_grad():
        net = portable.fill(make()).eval()
        shape = [2, 3, side, side]
        logits = net(torch.from_numpy(portable.inputs(shape)))
    values = {
        "model": name,
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "input": shape,
        "parameters": sum(p.numel() for p in net.parameters()),
        "state_dict": [[k, list(v.shape)] for k, v in net.state_dict().items()],
        "logits_first16": [rounded(row[:16].tolist()) for row in logits],
        "logits_l2": rounded(np.linalg.norm(logits.double().numpy(), axis=1)),
        "logits_argmax": logits.argmax(1).tolist(),
    }
    with open(os.path.join(HERE, name + ".json"), "w") as out:
        json.dump(values, out)
        out.write("\n")
    print(name, values["parameters"])


def export_training(name, side):
    net = getattr(torchvision.models, name)(num_classes=10)
    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    net = portable.fill(net).train().double()
    shape = [4, 3, side, side]
    labels = [1, 3, 5, 7]
    loss = F.cross_entropy(net(torch.from_numpy(portable.inputs(shape)).double()), torch.tensor(labels))
    loss.backward()
    values = {
        "model": name,
        "num_classes": 10,
        "input": shape,
        "labels": labels,
        "loss": float(f"{loss.item():.10g}"),
        "grad_l2": {k: float(f"{p.grad.norm().item():.10g}") for k, p in net.named_parameters()},
        "buffer_l2_after": {
            k: float(f"{b.norm().item():.10g}") for k, b in net.named_buffers() if b.is_floating_point()
        },
    }
    os.makedirs(os.path.join(HERE, "train"), exist_ok=True)
    with open(os.path.join(HERE, "train", name + ".json"), "w") as out:
        json.dump(values, out)
        out.write("\n")
    print("train", name, values["loss"])


if __name__ == "__main__":
    for name, side in [
        ("resnet34", 64),
        ("resnet152", 64),
        ("resnext101_32x8d", 64),
        ("wide_resnet101_2", 64),
        ("squeezenet1_0", 64),
    ]:
        export(name, getattr(torchvision.models, name), side)
    export("graft-nano", nano, 64)
    for depth in (20, 32, 44, 56):
        export(f"cifar_resnet{depth}", cifar(depth), 32)
    for name in ("resnet18", "resnet50", "mobilenet_v2", "squeezenet1_1"):
        export_training(name, 64)
