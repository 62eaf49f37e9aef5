"""Losses of five full-batch steps of a ResNet-18 on four images, for several labels an image and for numbers.

    GRAFT_SHARED=../shared python3 core/src/test/golden/answers/export.py

Values here: PyTorch 2.10.0, torchvision 0.25.0, CPU, float32. Portable weights, SGD with rates of 0.01 and 0.0001; the loss is
BCEWithLogitsLoss and MSELoss, each with its default mean. Tolerance: 1e-4 of a loss, for another processor's rounding.
`answers` are what the network says afterwards, in evaluation mode: probabilities, and numbers.
"""
import json
import os
import sys

import torch
import torchvision

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(HERE, "../../../../../../shared"))
sys.path.insert(0, os.path.join(SHARED, "parity"))
import portable  # noqa: E402

SIDE, STEPS = 64, 5
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
LABELS = torch.tensor([[1.0, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]])
NUMBERS = torch.tensor([[0.5, -3.0], [2, 1.25], [-1, 0], [4, 2.5]])


def image(i):
    c, y, x = torch.meshgrid(torch.arange(3), torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    return (i * 53 + c * 29 + y * (i + 1) * 3 + x * 5 * (c + 1)) % 256


IMAGES = torch.stack([(image(i) / 255.0 - MEAN) / STD for i in range(4)])


def run(loss, rate, targets, answer):
    model = portable.fill(torchvision.models.resnet18(num_classes=targets.shape[1])).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(model(IMAGES), targets)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    with torch.no_grad():
        return {"losses": losses, "answers": answer(model.eval()(IMAGES)).tolist()}


json.dump({
    "versions": {"torch": torch.__version__, "torchvision": torchvision.__version__},
    "labels": run(torch.nn.BCEWithLogitsLoss(), 0.01, LABELS, torch.sigmoid),
    "numbers": run(torch.nn.MSELoss(), 0.0001, NUMBERS, lambda logits: logits),
}, open(os.path.join(HERE, "values.json"), "w"), indent=1)
