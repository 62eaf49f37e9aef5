"""What fastai's learning-rate finder suggests for two curves of losses.

fastai is not needed: its `valley` and `steep` (fastai 2.7, callback/schedule.py) and its smoothing (callback/core:
AvgSmoothLoss, beta 0.98) are written down again here, in numpy. Tolerance 1e-9. Run: python3 export.py > values.json
"""
import json

import numpy as np


def smooth(losses, beta=0.98):
    mean, out = 0.0, []
    for count, loss in enumerate(losses, start=1):
        mean = mean * beta + loss * (1 - beta)
        out.append(mean / (1 - beta**count))
    return out


def steep(lrs, losses):
    grads = np.diff(losses) / np.diff(np.log(lrs))
    return float(lrs[int(np.argmin(grads))])


def valley(lrs, losses):
    n = len(losses)
    max_start = max_end = 0
    lds = [1] * n
    for i in range(1, n):
        for j in range(0, i):
            if losses[i] < losses[j] and lds[i] < lds[j] + 1:
                lds[i] = lds[j] + 1
            if lds[max_end] < lds[i]:
                max_end = i
                max_start = max_end - lds[max_end]
    sections = (max_end - max_start) / 3
    return float(lrs[max_start + int(sections) + int(sections / 2)])


def case(losses, start=1e-7, end=10.0):
    steps = len(losses)
    lrs = [start * (end / start) ** (i / (steps - 1)) for i in range(steps)]
    smoothed = smooth(losses)
    used = slice(steps // 10, steps - 5)
    return {"rates": lrs, "losses": losses, "smoothed": smoothed,
            "steepest": steep(lrs[used], smoothed[used]), "valley": valley(lrs[used], smoothed[used])}


x = np.linspace(-7, 1, 100)
fall = 2.3 - 1.5 / (1 + np.exp(-4 * (x + 3))) + np.exp(4 * (x - 0.3)) * 0.1
noisy = fall + np.random.RandomState(0).randn(100) * 0.1
print(json.dumps({"cases": [case(fall.tolist()), case(noisy.tolist())]}))
