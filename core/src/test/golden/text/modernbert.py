"""ModernBERT, after transformers' modeling_modernbert.py (4.48 and 5.0). Dropout is left out."""
import torch
import torch.nn.functional as F
from torch import nn

from layers import ACTIVATIONS, Norm, attention, heads, joined, key_mask


def is_global(c, number):
    if "layer_types" in c:
        return c.layer_types[number] == "full_attention"
    return number % c.global_attn_every_n_layers == 0


def theta(c, is_global):
    if "rope_parameters" in c:
        return c.rope_parameters["full_attention" if is_global else "sliding_attention"]["rope_theta"]
    return c.global_rope_theta if is_global else c.local_rope_theta


def rotated(x, theta):
    """Pairs of channels (d, d + half) turned by place * theta^(-d / half)."""
    half = x.shape[-1] // 2
    turn = theta ** -(torch.arange(half, dtype=x.dtype) / half)
    angle = torch.arange(x.shape[-2], dtype=x.dtype)[:, None] * torch.cat([turn, turn])
    swapped = torch.cat([-x[..., half:], x[..., :half]], -1)
    return x * angle.cos() + swapped * angle.sin()


class Attention(nn.Module):
    def __init__(self, c, number):
        super().__init__()
        self.heads = c.num_attention_heads
        self.is_global = is_global(c, number)
        self.theta = theta(c, self.is_global)
        self.reach = c.local_attention // 2
        self.Wqkv = nn.Linear(c.hidden_size, 3 * c.hidden_size, bias=c.attention_bias)
        self.Wo = nn.Linear(c.hidden_size, c.hidden_size, bias=c.attention_bias)

    def forward(self, x, mask):
        q, k, v = (heads(part, self.heads) for part in self.Wqkv(x).chunk(3, -1))
        if not self.is_global:
            place = torch.arange(x.shape[1])
            mask = mask & ((place[:, None] - place[None, :]).abs() <= self.reach)
        q, k = rotated(q, self.theta), rotated(k, self.theta)
        return self.Wo(joined(attention(q, k, v, mask, q.shape[-1] ** -0.5)))


class Mlp(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.Wi = nn.Linear(c.hidden_size, 2 * c.intermediate_size, bias=c.mlp_bias)
        self.Wo = nn.Linear(c.intermediate_size, c.hidden_size, bias=c.mlp_bias)
        self.activation = ACTIVATIONS[c.hidden_activation]

    def forward(self, x):
        x, gate = self.Wi(x).chunk(2, -1)
        return self.Wo(self.activation(x) * gate)


class Layer(nn.Module):
    def __init__(self, c, number):
        super().__init__()
        self.attn_norm = nn.Identity() if number == 0 else Norm(c.hidden_size, c.norm_eps, c.norm_bias)
        self.attn = Attention(c, number)
        self.mlp_norm = Norm(c.hidden_size, c.norm_eps, c.norm_bias)
        self.mlp = Mlp(c)

    def forward(self, x, mask):
        x = x + self.attn(self.attn_norm(x), mask)
        return x + self.mlp(self.mlp_norm(x))


class Model(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embeddings = nn.Module()
        self.embeddings.tok_embeddings = nn.Embedding(c.vocab_size, c.hidden_size, padding_idx=c.pad_token_id)
        self.embeddings.norm = Norm(c.hidden_size, c.norm_eps, c.norm_bias)
        self.layers = nn.ModuleList(Layer(c, number) for number in range(c.num_hidden_layers))
        self.final_norm = Norm(c.hidden_size, c.norm_eps, c.norm_bias)

    def forward(self, ids, mask):
        x = self.embeddings.norm(self.embeddings.tok_embeddings(ids))
        for layer in self.layers:
            x = layer(x, mask)
        return self.final_norm(x)


class Head(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.dense = nn.Linear(c.hidden_size, c.hidden_size, bias=c.classifier_bias)
        self.norm = Norm(c.hidden_size, c.norm_eps, c.norm_bias)
        self.activation = ACTIVATIONS[c.classifier_activation]

    def forward(self, x):
        return self.norm(self.activation(self.dense(x)))


class ModernBertForSequenceClassification(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.pooling = c.classifier_pooling
        self.model = Model(c)
        self.head = Head(c)
        self.classifier = nn.Linear(c.hidden_size, c.num_labels)

    def forward(self, input_ids, attention_mask):
        x = self.model(input_ids, key_mask(attention_mask))
        if self.pooling == "cls":
            x = x[:, 0]
        else:
            x = (x * attention_mask[:, :, None]).sum(1) / attention_mask.sum(1, keepdim=True)
        return self.classifier(self.head(x))


class ModernBertForMaskedLM(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.model = Model(c)
        self.head = Head(c)
        self.decoder = nn.Module()
        self.decoder.bias = nn.Parameter(torch.zeros(c.vocab_size))

    def forward(self, input_ids, attention_mask):
        x = self.head(self.model(input_ids, key_mask(attention_mask)))
        return F.linear(x, self.model.embeddings.tok_embeddings.weight, self.decoder.bias)
