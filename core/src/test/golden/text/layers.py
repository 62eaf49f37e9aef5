"""What the encoders of the other files share: names and order as in HuggingFace transformers."""
import math

import torch
import torch.nn.functional as F
from torch import nn

ACTIVATIONS = {
    "gelu": F.gelu,
    "gelu_new": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "relu": F.relu,
    "tanh": torch.tanh,
}


class Config(dict):
    """A config.json whose keys are attributes; a key that is not there fails."""

    __getattr__ = dict.__getitem__


class Norm(nn.Module):
    """LayerNorm; its bias may be left out, which PyTorch 1.13 has no option for."""

    def __init__(self, width, eps, bias=True):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))
        self.register_parameter("bias", nn.Parameter(torch.zeros(width)) if bias else None)

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, self.eps)


def heads(x, count):
    """[N, L, count * D] to [N, count, L, D]."""
    return x.unflatten(-1, (count, -1)).transpose(1, 2)


def joined(x):
    """[N, count, L, D] to [N, L, count * D]."""
    return x.transpose(1, 2).flatten(2)


def attention(query, key, value, mask, scale, bias=0.0):
    """mask: true where a key may be looked at, broadcast to [N, heads, L, L]."""
    scores = query @ key.transpose(-1, -2) * scale + bias
    scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    return scores.softmax(-1) @ value


def key_mask(attention_mask):
    return attention_mask.bool()[:, None, None, :]
