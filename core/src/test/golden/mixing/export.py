"""What mixup and CutMix make of a batch, given how much of each image; the rectangles of CutMix; the loss.

The formulas of MixUp and CutMix in torchvision 0.16, transforms/v2/_augment.py, written out with PyTorch 1.13 (CPU).
Rectangles compare exactly, all else with absolute tolerance 1e-6. Run: python3 export.py > values.json
"""
import json
import math
import torch
import torch.nn.functional as F


def box(lam, r_x, r_y, width, height):
    r = 0.5 * math.sqrt(1.0 - lam)
    half_w, half_h = int(r * width), int(r * height)
    x1, y1 = max(r_x - half_w, 0), max(r_y - half_h, 0)
    x2, y2 = min(r_x + half_w, width), min(r_y + half_h, height)
    return [x1, y1, x2, y2], 1.0 - (x2 - x1) * (y2 - y1) / (width * height)


def labels(target, lam, classes):
    hot = F.one_hot(target, classes).float()
    return hot.roll(1, 0).mul_(1.0 - lam).add_(hot.mul(lam))


torch.manual_seed(0)
images = torch.randn(3, 2, 4, 5)
targets = torch.tensor([2, 0, 3])
classes = 4
logits = torch.randn(3, classes)
mixed = []
for kind, lam, r_x, r_y in (("mixup", 0.3, 0, 0), ("mixup", 0.75, 0, 0), ("mixup", 1.0, 0, 0),
                            ("cutmix", 0.4, 2, 1), ("cutmix", 0.1, 4, 3), ("cutmix", 1.0, 2, 2), ("cutmix", 0.0, 2, 2)):
    rectangle = [0, 0, 0, 0]
    if kind == "mixup":
        output = images.roll(1, 0).mul(1.0 - lam).add_(images.mul(lam))
        share = lam
    else:
        rectangle, share = box(lam, r_x, r_y, 5, 4)
        x1, y1, x2, y2 = rectangle
        output = images.clone()
        output[..., y1:y2, x1:x2] = images.roll(1, 0)[..., y1:y2, x1:x2]
    soft = labels(targets, share, classes)
    mixed.append({"kind": kind, "lam": lam, "box": rectangle, "share": share, "images": output.flatten().tolist(),
                  "targets": soft.flatten().tolist(),
                  "loss": F.cross_entropy(logits, soft, weight=torch.tensor([1.0, 0.5, 2.0, 0.25]),
                                          label_smoothing=0.1).item()})
boxes = []
for lam in (0.0, 0.05, 0.33, 0.5, 0.9, 0.999, 1.0):
    for r_x, r_y, width, height in ((0, 0, 32, 32), (31, 5, 32, 32), (100, 223, 224, 224), (3, 7, 11, 8)):
        rectangle, share = box(lam, r_x, r_y, width, height)
        boxes.append({"lam": lam, "r_x": r_x, "r_y": r_y, "width": width, "height": height,
                      "box": rectangle, "share": share})
print(json.dumps({"images": images.flatten().tolist(), "targets": targets.tolist(), "classes": classes,
                  "logits": logits.flatten().tolist(), "mixed": mixed, "boxes": boxes}))
