"""Losses and gradients of torch.nn.functional.cross_entropy.

Made with PyTorch 1.13.1 (CPU); compare with relative tolerance 1e-5. Run: python3 export.py > values.json
"""
import json
import torch
import torch.nn.functional as F

logits = [[2.0, -1.0, 0.5, 0.25], [0.1, 0.2, 0.3, 0.4], [-3.0, 1.5, 4.0, -0.5]]
targets = [0, 3, 1]
ignoring = [0, -100, 1]
probabilities = [[0.7, 0.1, 0.1, 0.1], [0.0, 0.0, 0.5, 0.5], [0.25, 0.25, 0.25, 0.25]]
weights = [1.0, 0.5, 2.0, 0.25]
cases = []
for smoothing in (0.0, 0.1, 0.3):
    for weight in ([], weights):
        for kind, target in (("targets", targets), ("ignoring", ignoring), ("probabilities", probabilities)):
            x = torch.tensor(logits, requires_grad=True)
            y = torch.tensor(target)
            w = torch.tensor(weight) if weight else None
            loss = F.cross_entropy(x, y, weight=w, label_smoothing=smoothing)
            loss.backward()
            cases.append({"smoothing": smoothing, "weights": weight, "kind": kind,
                          "loss": loss.item(), "gradient": x.grad.flatten().tolist()})
print(json.dumps({"logits": logits, "targets": targets, "ignoring": ignoring,
                  "probabilities": probabilities, "cases": cases}))
