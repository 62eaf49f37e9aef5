"""ALBERT, after transformers' modeling_albert.py: layers of one group share their weights. Dropout is left out."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from bert import Embeddings
from layers import ACTIVATIONS, Norm, attention, heads, joined, key_mask


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads = c.num_attention_heads
        for name in ("query", "key", "value", "dense"):
            setattr(self, name, nn.Linear(c.hidden_size, c.hidden_size))
        self.LayerNorm = Norm(c.hidden_size, c.layer_norm_eps)

    def forward(self, x, mask):
        q, k, v = (heads(part(x), self.heads) for part in (self.query, self.key, self.value))
        return self.LayerNorm(x + self.dense(joined(attention(q, k, v, mask, 1 / math.sqrt(q.shape[-1])))))


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.full_layer_layer_norm = Norm(c.hidden_size, c.layer_norm_eps)
        self.attention = Attention(c)
        self.ffn = nn.Linear(c.hidden_size, c.intermediate_size)
        self.ffn_output = nn.Linear(c.intermediate_size, c.hidden_size)
        self.activation = ACTIVATIONS[c.hidden_act]

    def forward(self, x, mask):
        x = self.attention(x, mask)
        return self.full_layer_layer_norm(self.ffn_output(self.activation(self.ffn(x))) + x)


class Group(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.albert_layers = nn.ModuleList(Layer(c) for _ in range(c.inner_group_num))

    def forward(self, x, mask):
        for layer in self.albert_layers:
            x = layer(x, mask)
        return x


class Transformer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.layers_a_group = c.num_hidden_layers / c.num_hidden_groups
        self.layers = c.num_hidden_layers
        self.embedding_hidden_mapping_in = nn.Linear(c.embedding_size, c.hidden_size)
        self.albert_layer_groups = nn.ModuleList(Group(c) for _ in range(c.num_hidden_groups))

    def forward(self, x, mask):
        x = self.embedding_hidden_mapping_in(x)
        for i in range(self.layers):
            x = self.albert_layer_groups[int(i / self.layers_a_group)](x, mask)
        return x


class Albert(nn.Module):
    def __init__(self, c, pooler):
        super().__init__()
        self.embeddings = Embeddings(c, c.embedding_size, positions_from_padding=False)
        self.encoder = Transformer(c)
        if pooler:
            self.pooler = nn.Linear(c.hidden_size, c.hidden_size)

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.encoder(self.embeddings(input_ids, token_type_ids), key_mask(attention_mask))


class AlbertForSequenceClassification(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.albert = Albert(c, pooler=True)
        self.classifier = nn.Linear(c.hidden_size, c.num_labels)

    def forward(self, **inputs):
        return self.classifier(torch.tanh(self.albert.pooler(self.albert(**inputs)[:, 0])))


class Predictions(nn.Module):
    """The masked-language-model head; its decoder is the table of word embeddings."""

    def __init__(self, c):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(c.vocab_size))
        self.LayerNorm = Norm(c.embedding_size, c.layer_norm_eps)
        self.dense = nn.Linear(c.hidden_size, c.embedding_size)
        self.activation = ACTIVATIONS[c.hidden_act]

    def forward(self, x, words):
        return F.linear(self.LayerNorm(self.activation(self.dense(x))), words, self.bias)


class AlbertForMaskedLM(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.albert = Albert(c, pooler=False)
        self.predictions = Predictions(c)

    def forward(self, **inputs):
        return self.predictions(self.albert(**inputs), self.albert.embeddings.word_embeddings.weight)
