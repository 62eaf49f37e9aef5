"""DeBERTa-v2 and -v3, after transformers' modeling_deberta_v2.py (4.24). Dropout is left out."""
import torch
from torch import nn

from bert import Dense, Output, Predictions
from layers import ACTIVATIONS, Norm, heads, joined


def log_buckets(relative, buckets, furthest):
    """Near distances one bucket each, far ones on a logarithmic scale; in float32, as transformers counts them."""
    middle = buckets // 2
    near = (relative < middle) & (relative > -middle)
    distance = torch.where(near, torch.tensor(middle - 1).type_as(relative), relative.abs())
    scale = torch.log(torch.tensor((furthest - 1) / middle))
    far = torch.ceil(torch.log(distance / middle) / scale * (middle - 1)) + middle
    return torch.where(distance <= middle, relative.type_as(far), far * relative.sign()).long()


def relative_positions(length, buckets, furthest):
    place = torch.arange(length)
    relative = place[:, None] - place[None, :]
    return log_buckets(relative, buckets, furthest) if buckets > 0 else relative


def kinds(c):
    kinds = c.pos_att_type
    return [kind.strip() for kind in kinds.lower().split("|")] if isinstance(kinds, str) else kinds


def furthest(c):
    return c.max_relative_positions if c.max_relative_positions > 0 else c.max_position_embeddings


def span(c):
    return c.position_buckets if c.position_buckets > 0 else furthest(c)


class SelfAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads = c.num_attention_heads
        self.kinds = kinds(c)
        self.span = span(c)
        self.shared = c.share_att_key
        self.query_proj = nn.Linear(c.hidden_size, c.hidden_size)
        self.key_proj = nn.Linear(c.hidden_size, c.hidden_size)
        self.value_proj = nn.Linear(c.hidden_size, c.hidden_size)
        if not self.shared and "c2p" in self.kinds:
            self.pos_key_proj = nn.Linear(c.hidden_size, c.hidden_size)
        if not self.shared and "p2c" in self.kinds:
            self.pos_query_proj = nn.Linear(c.hidden_size, c.hidden_size)

    def forward(self, x, mask, relative, rel_embeddings):
        q, k, v = (heads(part(x), self.heads) for part in (self.query_proj, self.key_proj, self.value_proj))
        positions = rel_embeddings[None, : 2 * self.span]
        scores = q @ k.transpose(-1, -2)
        if "c2p" in self.kinds:
            project = self.key_proj if self.shared else self.pos_key_proj
            by_bucket = q @ heads(project(positions), self.heads).transpose(-1, -2)
            bucket = (relative + self.span).clamp(0, 2 * self.span - 1)
            scores = scores + by_bucket.gather(-1, bucket.expand(*q.shape[:2], -1, -1))
        if "p2c" in self.kinds:
            project = self.query_proj if self.shared else self.pos_query_proj
            by_bucket = k @ heads(project(positions), self.heads).transpose(-1, -2)
            bucket = (-relative + self.span).clamp(0, 2 * self.span - 1)
            scores = scores + by_bucket.gather(-1, bucket.expand(*k.shape[:2], -1, -1)).transpose(-1, -2)
        scores = scores / (q.shape[-1] * (1 + len(self.kinds))) ** 0.5
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
        return joined(scores.softmax(-1).masked_fill(~mask, 0) @ v)


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.self = SelfAttention(c)
        self.output = Output(c, c.hidden_size)

    def forward(self, x, *rest):
        return self.output(self.self(x, *rest), x)


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.attention = Attention(c)
        self.intermediate = Dense(c.hidden_size, c.intermediate_size, c.hidden_act)
        self.output = Output(c, c.intermediate_size)

    def forward(self, x, *rest):
        x = self.attention(x, *rest)
        return self.output(self.intermediate(x), x)


class ConvLayer(nn.Module):
    """Beside the first layer: a convolution over the embeddings, added to what the layer made of them."""

    def __init__(self, c):
        super().__init__()
        size, groups = c.conv_kernel_size, c.get("conv_groups", 1)
        self.conv = nn.Conv1d(c.hidden_size, c.hidden_size, size, padding=(size - 1) // 2, groups=groups)
        self.LayerNorm = Norm(c.hidden_size, c.layer_norm_eps)
        self.activation = ACTIVATIONS[c.get("conv_act", "tanh")]

    def forward(self, embedded, x, real):
        y = self.conv(embedded.transpose(1, 2)).transpose(1, 2).masked_fill(~real, 0)
        return self.LayerNorm(x + self.activation(y)) * real


class Encoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.buckets = c.position_buckets
        self.furthest = furthest(c)
        self.layer = nn.ModuleList(Layer(c) for _ in range(c.num_hidden_layers))
        self.rel_embeddings = nn.Embedding(2 * span(c), c.hidden_size)
        if "layer_norm" in c.norm_rel_ebd:
            self.LayerNorm = Norm(c.hidden_size, c.layer_norm_eps)
        if c.conv_kernel_size > 0:
            self.conv = ConvLayer(c)

    def forward(self, embedded, attention_mask):
        real = attention_mask.bool()
        both = (real[:, :, None] & real[:, None, :])[:, None]
        relative = relative_positions(embedded.shape[1], self.buckets, self.furthest)
        rel_embeddings = self.rel_embeddings.weight
        if hasattr(self, "LayerNorm"):
            rel_embeddings = self.LayerNorm(rel_embeddings)
        x = embedded
        for i, layer in enumerate(self.layer):
            x = layer(x, both, relative, rel_embeddings)
            if i == 0 and hasattr(self, "conv"):
                x = self.conv(embedded, x, real[:, :, None])
        return x


class Embeddings(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c.get("embedding_size", c.hidden_size)
        self.word_embeddings = nn.Embedding(c.vocab_size, width, padding_idx=c.pad_token_id)
        if c.position_biased_input:
            self.position_embeddings = nn.Embedding(c.max_position_embeddings, width)
        if c.type_vocab_size > 0:
            self.token_type_embeddings = nn.Embedding(c.type_vocab_size, width)
        if width != c.hidden_size:
            self.embed_proj = nn.Linear(width, c.hidden_size, bias=False)
        self.LayerNorm = Norm(c.hidden_size, c.layer_norm_eps)

    def forward(self, ids, mask, types):
        x = self.word_embeddings(ids)
        if hasattr(self, "position_embeddings"):
            x = x + self.position_embeddings(torch.arange(ids.shape[1]))
        if hasattr(self, "token_type_embeddings"):
            x = x + self.token_type_embeddings(types)
        if hasattr(self, "embed_proj"):
            x = self.embed_proj(x)
        return self.LayerNorm(x) * mask[:, :, None]


class Deberta(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embeddings = Embeddings(c)
        self.encoder = Encoder(c)

    def forward(self, input_ids, attention_mask, token_type_ids=None):
        return self.encoder(self.embeddings(input_ids, attention_mask, token_type_ids), attention_mask)


class DebertaV2ForSequenceClassification(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.deberta = Deberta(c)
        self.pooler = Dense(c.hidden_size, c.hidden_size, c.pooler_hidden_act)
        self.classifier = nn.Linear(c.hidden_size, c.num_labels)

    def forward(self, **inputs):
        return self.classifier(self.pooler(self.deberta(**inputs)[:, 0]))


class DebertaV2ForMaskedLM(nn.Module):
    """The head that transformers takes where config.legacy is true, as it is by default."""

    def __init__(self, c):
        super().__init__()
        self.deberta = Deberta(c)
        self.cls = nn.Module()
        self.cls.predictions = Predictions(c)

    def forward(self, **inputs):
        return self.cls.predictions(self.deberta(**inputs), self.deberta.embeddings.word_embeddings.weight)
