"""LoRA beside a convolution and a linear layer, by its definition in plain PyTorch (as PEFT's lora.Conv2d and
lora.Linear compute it): outputs, merged outputs, and gradients of A and B.

PyTorch 1.13.1 (CPU); compare with tolerance 1e-5. Weights and inputs are portable, by the names of the network of the
test. Run: GRAFT_SHARED=../shared /usr/bin/python3 core/src/test/golden/lora/export.py
"""
import json
import os
import sys

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(HERE, "../../../../../../shared"))
sys.path.insert(0, os.path.join(SHARED, "parity"))
import portable  # noqa: E402

RANK, ALPHA = 2, 6.0
SHAPES = {
    "conv.weight": [4, 3, 3, 3], "conv.bias": [4],
    "conv.lora_A.weight": [RANK, 3, 3, 3], "conv.lora_B.weight": [4, RANK, 1, 1],
    "fc.weight": [5, 4], "fc.bias": [5], "fc.lora_A.weight": [RANK, 4], "fc.lora_B.weight": [5, RANK],
}


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        for name, shape in SHAPES.items():
            module = self
            *path, leaf = name.split(".")
            for part in path:
                if not hasattr(module, part):
                    module.add_module(part, torch.nn.Module())
                module = getattr(module, part)
            module.register_parameter(leaf, torch.nn.Parameter(torch.zeros(shape)))

    def forward(self, x, merged=False):
        p = dict(self.named_parameters())
        s = ALPHA / RANK
        a, b = p["conv.lora_A.weight"], p["conv.lora_B.weight"]
        if merged:
            delta = F.conv2d(a.permute(1, 0, 2, 3), b).permute(1, 0, 2, 3) * s
            x = F.conv2d(x, p["conv.weight"] + delta, p["conv.bias"], stride=2, padding=1)
        else:
            x = F.conv2d(x, p["conv.weight"], p["conv.bias"], stride=2, padding=1) + \
                s * F.conv2d(F.conv2d(x, a, stride=2, padding=1), b)
        x = F.relu(x).mean((2, 3))
        a, b = p["fc.lora_A.weight"], p["fc.lora_B.weight"]
        if merged:
            return F.linear(x, p["fc.weight"] + s * b @ a, p["fc.bias"])
        return F.linear(x, p["fc.weight"], p["fc.bias"]) + s * F.linear(F.linear(x, a), b)


net = portable.fill(Net())
x = torch.from_numpy(portable.inputs([3, 3, 8, 8]))
logits = net(x)
F.cross_entropy(logits, torch.tensor([0, 2, 4])).backward()
values = {
    "logits": logits.flatten().tolist(),
    "merged": net(x, merged=True).flatten().tolist(),
    "gradients": {n: p.grad.flatten().tolist() for n, p in net.named_parameters() if "lora" in n},
}
with open(os.path.join(HERE, "values.json"), "w") as out:
    json.dump(values, out)
    out.write("\n")
