"""Averages of weights: exponential as ModelEmaV3 of timm 1.0 makes it, and equal as torch.optim.swa_utils does.

Made with PyTorch 1.13 (CPU); the exponential average is timm's formula written out, in float32.
Compare with absolute tolerance 1e-6. Run: python3 export.py > values.json
"""
import json
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, update_bn


def decay_at(step, decay, warm_up):
    """timm's get_decay(step + 1) with update_after_step 0, warm-up gamma 1, power 2/3, min_decay 0."""
    if step == 0:
        return 0.0
    return min(1 - (1 + step / 1.0) ** -(2 / 3), decay) if warm_up else decay


torch.manual_seed(0)
live = [torch.randn(4) for _ in range(8)]
start = torch.randn(4)
ema = []
for decay, warm_up in ((0.9, False), (0.5, True), (0.9999, True), (0.0, False)):
    average = start.clone()
    steps = []
    for step, weights in enumerate(live):
        average.lerp_(weights, weight=1.0 - decay_at(step, decay, warm_up))
        steps.append(average.tolist())
    ema.append({"decay": decay, "warm_up": warm_up, "averages": steps})


def flat(model):
    return {name: tensor.flatten().tolist() for name, tensor in model.state_dict().items()}


model = nn.Sequential(nn.Conv2d(2, 3, 1), nn.BatchNorm2d(3), nn.ReLU(), nn.Conv2d(3, 2, 1), nn.BatchNorm2d(2))
batches = [torch.randn(4, 2, 2, 2) + 1, torch.randn(4, 2, 2, 2) * 2, torch.randn(2, 2, 2, 2)]
averaged = AveragedModel(model)
epochs = []
for epoch in range(3):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_()
        model.train()
        for batch in batches:
            model(batch)
    epochs.append(flat(model))
    averaged.update_parameters(model)
update_bn(batches, averaged)
print(json.dumps({
    "ema": {"start": start.tolist(), "live": [w.tolist() for w in live], "cases": ema},
    "swa": {"batches": [b.flatten().tolist() for b in batches], "epochs": epochs, "average": flat(averaged.module)},
}))
