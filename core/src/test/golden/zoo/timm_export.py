"""Reference numbers for timm's networks with portable weights.

    pip install torch==2.10.0 timm==1.0.31
    GRAFT_SHARED=../shared python3 core/src/test/golden/zoo/timm_export.py

Values here: PyTorch 2.10.0, timm 1.0.31, CPU. Tolerances as in export.py. Images are not square and have odd sides,
where TensorFlow's padding is another along each side and in each block.
"""
import json
import os
import sys

import numpy as np
import timm
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(HERE, "../../../../../../shared"))
sys.path.insert(0, os.path.join(SHARED, "parity"))
import portable  # noqa: E402


def rounded(values):
    return [float(f"{value:.7g}") for value in values]


def norms(rows):
    return rounded(np.linalg.norm(rows.double().numpy(), axis=1))


def write(name, values):
    with open(os.path.join(HERE, name + ".json"), "w") as out:
        json.dump(values, out)
        out.write("\n")
    print(name)


def export(name, shape):
    net = portable.fill(timm.create_model(name)).eval()
    x = torch.from_numpy(portable.inputs(shape))
    with torch.no_grad():
        features = net.forward_head(net.forward_features(x), pre_logits=True)
        logits = net(x)
    write(
        name,
        {
            "model": name,
            "torch": torch.__version__,
            "timm": timm.__version__,
            "input": shape,
            "parameters": sum(p.numel() for p in net.parameters()),
            "state_dict": [[k, list(v.shape)] for k, v in net.state_dict().items()],
            "features_l2": norms(features),
            "logits_first16": [rounded(row[:16].tolist()) for row in logits],
            "logits_l2": norms(logits),
            "logits_argmax": logits.argmax(1).tolist(),
        },
    )


def export_training(name, shape):
    net = portable.fill(timm.create_model(name, num_classes=10)).train().double()
    labels = [1, 3, 5, 7]
    loss = F.cross_entropy(net(torch.from_numpy(portable.inputs(shape)).double()), torch.tensor(labels))
    loss.backward()
    write(
        "train/" + name,
        {
            "model": name,
            "num_classes": 10,
            "input": shape,
            "labels": labels,
            "loss": float(f"{loss.item():.10g}"),
            "grad_l2": {k: float(f"{p.grad.norm().item():.10g}") for k, p in net.named_parameters()},
            "buffer_l2_after": {
                k: float(f"{b.norm().item():.10g}") for k, b in net.named_buffers() if b.is_floating_point()
            },
        },
    )


if __name__ == "__main__":
    export("tf_efficientnet_lite2", [2, 3, 65, 76])
    export("efficientnet_lite0", [2, 3, 65, 76])
    export_training("tf_efficientnet_lite0", [4, 3, 65, 76])
    export_training("efficientnet_lite0", [4, 3, 64, 64])
