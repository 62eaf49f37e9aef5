"""Losses of ten epochs of one step each, ResNet-18 with portable weights on four images, for four tuning methods.

    GRAFT_SHARED=../shared /usr/bin/python3 core/src/test/golden/trajectories/export.py

Values here: PyTorch 1.13.1, torchvision 0.14.1, CPU, float64. Tolerance: 1e-6 of a loss. In float32 the same program
gives other losses on another processor: Adam divides by the size of a gradient, so that one which is all rounding
still moves its weight by the whole rate.

- gradual_rebuilt: the usual script: only requires_grad is taken away, so batch norms of frozen layers go on learning
  their statistics, and a new Adam is made at every change
- gradual_kept: frozen layers in evaluation mode, one Adam that gets another parameter group at every change
- layer_decay: timm's param_groups_layer_decay (0.75), written down again from its definition
- freeze_statistics, freeze: everything with batch norms in eval(), AdamW and a cosine
- one_cycle: OneCycleLR with its defaults, which move beta1 too
"""
import json
import os
import re
import sys

import torch
import torch.nn.functional as F
import torchvision

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(HERE, "../../../../../../shared"))
sys.path.insert(0, os.path.join(SHARED, "parity"))
import portable  # noqa: E402

EPOCHS = 10
IMAGES = torch.from_numpy(portable.inputs([4, 3, 64, 64])).double()
LABELS = torch.tensor([1, 3, 5, 7])
STAGES = {0: ["fc"], 3: ["fc", "layer4"], 6: ["fc", "layer4", "layer3"]}


def resnet18():
    return portable.fill(torchvision.models.resnet18(num_classes=10)).double().train()


def step(model, optimizer):
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(IMAGES), LABELS)
    loss.backward()
    optimizer.step()
    return loss.item()


def parameters(model, stages):
    return [p for n, p in model.named_parameters() if n.split(".")[0] in stages]


def freeze_but(model, stages):
    for p in model.parameters():
        p.requires_grad = False
    for p in parameters(model, stages):
        p.requires_grad = True


def gradual_rebuilt():
    model = resnet18()
    losses = []
    for epoch in range(EPOCHS):
        if epoch in STAGES:
            freeze_but(model, STAGES[epoch])
            optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-4)
        losses.append(step(model, optimizer))
    return losses


def gradual_kept():
    model = resnet18()
    losses = []
    for epoch in range(EPOCHS):
        if epoch in STAGES:
            freeze_but(model, STAGES[epoch])
            model.eval()
            for stage in STAGES[epoch]:
                getattr(model, stage).train()
            if epoch == 0:
                optimizer = torch.optim.Adam(parameters(model, ["fc"]), lr=1e-3)
            else:
                optimizer.add_param_group({"params": parameters(model, [STAGES[epoch][-1]]), "lr": 1e-4})
        losses.append(step(model, optimizer))
    return losses


def layer_decay():
    model = resnet18()
    order = ["stem"] + [f"layer{s}.{b}" for s in range(1, 5) for b in range(2)] + ["fc"]
    groups = {}
    for name, p in model.named_parameters():
        block = re.match(r"layer\d\.\d", name)
        layer = order.index(block.group() if block else "fc" if name.startswith("fc") else "stem")
        decay = 0.0 if p.ndim <= 1 else 0.01
        scale = 0.75 ** (len(order) - 1 - layer)
        groups.setdefault((layer, decay), {"params": [], "lr": 5e-5 * scale, "weight_decay": decay})["params"].append(p)
    optimizer = torch.optim.AdamW(list(groups.values()))
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    losses = []
    for _ in range(EPOCHS):
        losses.append(step(model, optimizer))
        scheduler.step()
    rates = {order[layer]: 5e-5 * 0.75 ** (len(order) - 1 - layer) for layer in range(len(order))}
    return losses, rates


def one_cycle():
    model = resnet18()
    fc = parameters(model, ["fc"])
    rest = [p for n, p in model.named_parameters() if not n.startswith("fc")]
    optimizer = torch.optim.AdamW([{"params": rest}, {"params": fc}], lr=1e-3, weight_decay=0.01)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=[1e-4, 1e-3], total_steps=EPOCHS)
    losses, rates, betas = [], [], []
    for epoch in range(EPOCHS):
        rates.append([group["lr"] for group in optimizer.param_groups])
        betas.append(optimizer.param_groups[0]["betas"][0])
        losses.append(step(model, optimizer))
        if epoch + 1 < EPOCHS:
            scheduler.step()
    return losses, rates, betas


def batch_norms_in_evaluation(frozen):
    """A whole fine-tuning with batch norms in eval(); frozen: their weights and biases stay, too."""
    model = resnet18()
    norms = [m for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    for norm in norms:
        norm.eval()
    left_out = {id(p) for norm in norms for p in norm.parameters()} if frozen else set()
    named = [(n, p) for n, p in model.named_parameters() if id(p) not in left_out]
    groups = [{"params": [p for n, p in named if n.startswith("fc") == head], "lr": rate}
              for head, rate in ((False, 1e-4), (True, 1e-3))]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    losses = []
    for _ in range(EPOCHS):
        losses.append(step(model, optimizer))
        scheduler.step()
    return losses


def plateau():
    losses = [1.0, 0.9, 0.95, 0.93, 0.91, 0.89, 0.8899999, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    cases = []
    for settings in ({"factor": 0.1, "patience": 2}, {"factor": 0.5, "patience": 0, "cooldown": 2, "min_lr": 0.2},
                     {"factor": 0.5, "patience": 1, "threshold": 0.05}):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **settings)
        rates = []
        for loss in losses:
            rates.append(optimizer.param_groups[0]["lr"])
            scheduler.step(loss)
        cases.append({"settings": settings, "rates": rates})
    return {"losses": losses, "cases": cases}


if __name__ == "__main__":
    decay_losses, decay_rates = layer_decay()
    cycle_losses, cycle_rates, cycle_betas = one_cycle()
    values = {
        "torch": torch.__version__,
        "gradual_rebuilt": {"losses": gradual_rebuilt()},
        "gradual_kept": {"losses": gradual_kept()},
        "layer_decay": {"losses": decay_losses, "rates": decay_rates},
        "one_cycle": {"losses": cycle_losses, "rates": cycle_rates, "betas": cycle_betas},
        "freeze_statistics": {"losses": batch_norms_in_evaluation(False)},
        "freeze": {"losses": batch_norms_in_evaluation(True)},
        "plateau": plateau(),
    }
    with open(os.path.join(HERE, "values.json"), "w") as out:
        json.dump(values, out, indent=1)
        out.write("\n")
