"""BERT, RoBERTa, XLM-RoBERTa, ELECTRA and DistilBERT, after transformers' modeling_bert.py, modeling_roberta.py,
modeling_xlm_roberta.py, modeling_electra.py and modeling_distilbert.py. Dropout is left out."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from layers import ACTIVATIONS, Norm, attention, heads, joined, key_mask


class Embeddings(nn.Module):
    def __init__(self, c, width, positions_from_padding):
        super().__init__()
        self.padding = c.pad_token_id if positions_from_padding else None
        self.word_embeddings = nn.Embedding(c.vocab_size, width, padding_idx=c.pad_token_id)
        self.position_embeddings = nn.Embedding(c.max_position_embeddings, width, padding_idx=self.padding)
        self.token_type_embeddings = nn.Embedding(c.type_vocab_size, width)
        self.LayerNorm = Norm(width, c.layer_norm_eps)

    def forward(self, ids, types):
        if self.padding is None:
            positions = torch.arange(ids.shape[1]).expand_as(ids)
        else:
            real = ids.ne(self.padding).long()
            positions = real.cumsum(1) * real + self.padding
        x = self.word_embeddings(ids) + self.token_type_embeddings(types) + self.position_embeddings(positions)
        return self.LayerNorm(x)


class SelfAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads = c.num_attention_heads
        self.query = nn.Linear(c.hidden_size, c.hidden_size)
        self.key = nn.Linear(c.hidden_size, c.hidden_size)
        self.value = nn.Linear(c.hidden_size, c.hidden_size)

    def forward(self, x, mask):
        q, k, v = (heads(part(x), self.heads) for part in (self.query, self.key, self.value))
        return joined(attention(q, k, v, mask, 1 / math.sqrt(q.shape[-1])))


class Output(nn.Module):
    """A linear layer whose result is added to what was before, and normalised."""

    def __init__(self, c, before):
        super().__init__()
        self.dense = nn.Linear(before, c.hidden_size)
        self.LayerNorm = Norm(c.hidden_size, c.layer_norm_eps)

    def forward(self, x, shortcut):
        return self.LayerNorm(self.dense(x) + shortcut)


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.self = SelfAttention(c)
        self.output = Output(c, c.hidden_size)

    def forward(self, x, mask):
        return self.output(self.self(x, mask), x)


class Dense(nn.Module):
    def __init__(self, before, after, activation):
        super().__init__()
        self.dense = nn.Linear(before, after)
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        return self.activation(self.dense(x))


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.attention = Attention(c)
        self.intermediate = Dense(c.hidden_size, c.intermediate_size, c.hidden_act)
        self.output = Output(c, c.intermediate_size)

    def forward(self, x, mask):
        x = self.attention(x, mask)
        return self.output(self.intermediate(x), x)


class Encoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.layer = nn.ModuleList(Layer(c) for _ in range(c.num_hidden_layers))

    def forward(self, x, mask):
        for layer in self.layer:
            x = layer(x, mask)
        return x


class Bert(nn.Module):
    def __init__(self, c, pooler=False, positions_from_padding=False):
        super().__init__()
        width = c.get("embedding_size", c.hidden_size)
        self.embeddings = Embeddings(c, width, positions_from_padding)
        if width != c.hidden_size:
            self.embeddings_project = nn.Linear(width, c.hidden_size)
        self.encoder = Encoder(c)
        if pooler:
            self.pooler = Dense(c.hidden_size, c.hidden_size, "tanh")

    def forward(self, input_ids, attention_mask, token_type_ids=None):
        types = torch.zeros_like(input_ids) if token_type_ids is None else token_type_ids
        x = self.embeddings(input_ids, types)
        if hasattr(self, "embeddings_project"):
            x = self.embeddings_project(x)
        return self.encoder(x, key_mask(attention_mask))


class BertForSequenceClassification(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.bert = Bert(c, pooler=True)
        self.classifier = nn.Linear(c.hidden_size, c.num_labels)

    def forward(self, **inputs):
        return self.classifier(self.bert.pooler(self.bert(**inputs)[:, 0]))


class ClassificationHead(nn.Module):
    def __init__(self, c, activation):
        super().__init__()
        self.dense = nn.Linear(c.hidden_size, c.hidden_size)
        self.out_proj = nn.Linear(c.hidden_size, c.num_labels)
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        return self.out_proj(self.activation(self.dense(x[:, 0])))


class RobertaForSequenceClassification(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.roberta = Bert(c, positions_from_padding=True)
        self.classifier = ClassificationHead(c, "tanh")

    def forward(self, **inputs):
        return self.classifier(self.roberta(**inputs))


class ElectraForSequenceClassification(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.electra = Bert(c)
        self.classifier = ClassificationHead(c, "gelu")

    def forward(self, **inputs):
        return self.classifier(self.electra(**inputs))


class Predictions(nn.Module):
    """The masked-language-model head; its decoder is the table of word embeddings."""

    def __init__(self, c):
        super().__init__()
        width = c.get("embedding_size", c.hidden_size)
        self.bias = nn.Parameter(torch.zeros(c.vocab_size))
        self.transform = Dense(c.hidden_size, width, c.hidden_act)
        self.transform.LayerNorm = Norm(width, c.layer_norm_eps)

    def forward(self, x, words):
        return F.linear(self.transform.LayerNorm(self.transform(x)), words, self.bias)


class BertForMaskedLM(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.bert = Bert(c)
        self.cls = nn.Module()
        self.cls.predictions = Predictions(c)

    def forward(self, **inputs):
        return self.cls.predictions(self.bert(**inputs), self.bert.embeddings.word_embeddings.weight)


class DistilLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads = c.n_heads
        self.attention = nn.Module()
        for name in ("q_lin", "k_lin", "v_lin", "out_lin"):
            setattr(self.attention, name, nn.Linear(c.dim, c.dim))
        self.sa_layer_norm = Norm(c.dim, 1e-12)
        self.ffn = nn.Module()
        self.ffn.lin1 = nn.Linear(c.dim, c.hidden_dim)
        self.ffn.lin2 = nn.Linear(c.hidden_dim, c.dim)
        self.output_layer_norm = Norm(c.dim, 1e-12)
        self.activation = ACTIVATIONS[c.activation]

    def forward(self, x, mask):
        a = self.attention
        q, k, v = (heads(part(x), self.heads) for part in (a.q_lin, a.k_lin, a.v_lin))
        x = self.sa_layer_norm(a.out_lin(joined(attention(q, k, v, mask, 1 / math.sqrt(q.shape[-1])))) + x)
        return self.output_layer_norm(self.ffn.lin2(self.activation(self.ffn.lin1(x))) + x)


class DistilBert(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embeddings = nn.Module()
        self.embeddings.word_embeddings = nn.Embedding(c.vocab_size, c.dim, padding_idx=c.pad_token_id)
        self.embeddings.position_embeddings = nn.Embedding(c.max_position_embeddings, c.dim)
        self.embeddings.LayerNorm = Norm(c.dim, 1e-12)
        self.transformer = nn.Module()
        self.transformer.layer = nn.ModuleList(DistilLayer(c) for _ in range(c.n_layers))

    def forward(self, input_ids, attention_mask):
        e = self.embeddings
        positions = torch.arange(input_ids.shape[1])
        x = e.LayerNorm(e.word_embeddings(input_ids) + e.position_embeddings(positions))
        for layer in self.transformer.layer:
            x = layer(x, key_mask(attention_mask))
        return x


class DistilBertForSequenceClassification(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.distilbert = DistilBert(c)
        self.pre_classifier = nn.Linear(c.dim, c.dim)
        self.classifier = nn.Linear(c.dim, c.num_labels)

    def forward(self, **inputs):
        return self.classifier(F.relu(self.pre_classifier(self.distilbert(**inputs)[:, 0])))
