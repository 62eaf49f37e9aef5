"""Logits, loss and gradient norms of small text encoders with portable weights.

    GRAFT_SHARED=../shared /usr/bin/python3 core/src/test/golden/text/export.py

Values here: PyTorch 1.13.1, CPU, float64 from the weights rounded to float32, so they are what is exactly right to
twelve digits. Tolerance of float32 programs: 1e-4, of a row's root mean square for logits, of the value for the rest,
and 1e-6 for what is near zero; a norm written as 0 is 0 by definition (a key's bias moves nothing).

The networks are written down again from HuggingFace transformers' modelling code, in the files beside this one, and
were compared with transformers 5.18.0 (PyTorch 2.13, float64): all values agree to 1e-11, DeBERTa's and ModernBERT's to
2e-6, since transformers keeps a scale and the rotary angles in float32. Before anything is written, the script makes
the four files of $GRAFT_SHARED/parity/text again and stops where they differ.

Every file has the keys of those: architecture, config (as in config.json), inputs, labels, note, parameters (names and
shapes, in state-dict order), logits, loss, grad_l2.
- ...ForMaskedLM: labels of -100 do not count; logits are those of the labelled places, row by row; `tied` names what
  is in a state dict twice
- BertForSequenceClassification-adamw: twelve steps with the set-up of transformers' Trainer: AdamW without weight
  decay for biases and LayerNorm, get_linear_schedule_with_warmup with ceil(0.1 * 12) steps of warm-up (so the first
  step has a rate of 0), gradients clipped to a norm of 1; the loss, the rate and the norm before clipping, step by
  step. weight_l2_after leaves keys' biases out: their gradients are rounding, which Adam turns into steps of full size
"""
import json
import math
import os
import sys

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(HERE, "../../../../../../shared"))
sys.path.insert(0, os.path.join(SHARED, "parity"))
sys.path.insert(0, HERE)
import portable  # noqa: E402
from albert import AlbertForMaskedLM, AlbertForSequenceClassification  # noqa: E402
from bert import (  # noqa: E402
    BertForMaskedLM,
    BertForSequenceClassification,
    DistilBertForSequenceClassification,
    ElectraForSequenceClassification,
    RobertaForSequenceClassification,
)
from deberta import DebertaV2ForMaskedLM, DebertaV2ForSequenceClassification  # noqa: E402
from layers import Config  # noqa: E402
from modernbert import ModernBertForMaskedLM, ModernBertForSequenceClassification  # noqa: E402

ARCHITECTURES = {
    kind.__name__: kind
    for kind in (
        AlbertForMaskedLM,
        AlbertForSequenceClassification,
        BertForMaskedLM,
        BertForSequenceClassification,
        DebertaV2ForMaskedLM,
        DebertaV2ForSequenceClassification,
        DistilBertForSequenceClassification,
        ElectraForSequenceClassification,
        ModernBertForMaskedLM,
        ModernBertForSequenceClassification,
        RobertaForSequenceClassification,
    )
}
ARCHITECTURES["XLMRobertaForSequenceClassification"] = RobertaForSequenceClassification

SIZES = {
    "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4, "vocab_size": 120,
}
BERT = {
    "model_type": "bert", **SIZES, "max_position_embeddings": 40, "type_vocab_size": 2, "hidden_act": "gelu",
    "layer_norm_eps": 1e-12, "pad_token_id": 0, "num_labels": 5,
}
ALBERT = {
    "model_type": "albert", "embedding_size": 16, **SIZES, "num_hidden_groups": 1, "inner_group_num": 1,
    "max_position_embeddings": 40, "type_vocab_size": 2, "hidden_act": "gelu_new", "layer_norm_eps": 1e-12,
    "pad_token_id": 0, "num_labels": 5,
}
DEBERTA = {
    "model_type": "deberta-v2", **SIZES, "max_position_embeddings": 512, "type_vocab_size": 0, "hidden_act": "gelu",
    "layer_norm_eps": 1e-7, "pad_token_id": 0, "relative_attention": True, "max_relative_positions": -1,
    "position_buckets": 256, "norm_rel_ebd": "layer_norm", "share_att_key": True, "pos_att_type": "p2c|c2p",
    "position_biased_input": False, "conv_kernel_size": 0, "pooler_hidden_act": "gelu", "num_labels": 5,
}
MODERNBERT = {
    "model_type": "modernbert", **SIZES, "num_hidden_layers": 5, "max_position_embeddings": 40, "norm_eps": 1e-5,
    "norm_bias": False, "attention_bias": False, "mlp_bias": False, "classifier_bias": False, "pad_token_id": 0,
    "hidden_activation": "gelu", "classifier_activation": "gelu", "global_attn_every_n_layers": 3,
    "local_attention": 6, "global_rope_theta": 160000.0, "local_rope_theta": 10000.0, "classifier_pooling": "cls",
    "num_labels": 5,
}
XLM_ROBERTA = {
    **BERT, "model_type": "xlm-roberta", "type_vocab_size": 1, "layer_norm_eps": 1e-5, "pad_token_id": 1,
}
LAYER_TYPES = ["full_attention", "sliding_attention", "sliding_attention", "sliding_attention", "full_attention"]

SHORT = [[2, 17, 45, 99, 3], [2, 5, 6, 7, 8, 9, 10, 11, 12, 3], [2, 110, 64, 3, 33, 34, 3]]
LONG = [
    [2, 17, 45, 99, 3],
    [2, *range(100, 118), 55, 56, 57, 58, 3],
    [2, 110, 64, 21, 64, 7, 64, 90, 3, 33, 34, 35, 36, 3],
]
XLM_ROWS = [[0, 17, 45, 99, 2], [0, 5, 6, 7, 8, 9, 10, 11, 12, 2], [0, 110, 64, 2, 2, 33, 34, 2]]
CLASSES = [0, 2, 4]


def batch(rows, pad, types):
    """Rows padded on the right; with `types`, what comes after a row's first separator (3) is its second text."""
    longest = max(map(len, rows))
    filled = {
        "input_ids": [row + [pad] * (longest - len(row)) for row in rows],
        "attention_mask": [[1] * len(row) + [0] * (longest - len(row)) for row in rows],
    }
    if types:
        second = [row.index(3) + 1 for row in rows]
        filled["token_type_ids"] = [
            [int(second[n] <= i < len(row)) for i in range(longest)] for n, row in enumerate(rows)
        ]
    return filled


def network(architecture, config):
    net = ARCHITECTURES[architecture](Config(config))
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            parameter.copy_(torch.from_numpy(portable.tensor(name, tuple(parameter.shape))))
    return net.double()


def loss_of(logits, labels, config):
    """As transformers chooses it from config.problem_type."""
    kind = config.get("problem_type", "single_label_classification")
    if kind == "regression":
        return F.mse_loss(logits.squeeze(), torch.tensor(labels, dtype=logits.dtype).squeeze())
    if kind == "multi_label_classification":
        return F.binary_cross_entropy_with_logits(logits, torch.tensor(labels, dtype=logits.dtype))
    return F.cross_entropy(logits.flatten(0, -2), torch.tensor(labels).flatten(), ignore_index=-100)


def digits(value):
    return 0.0 if abs(value) < 1e-13 else float(f"{value:.12g}")


def golden(architecture, config, inputs, labels):
    net = network(architecture, config)
    logits = net(**{name: torch.tensor(rows) for name, rows in inputs.items()})
    loss = loss_of(logits, labels, config)
    loss.backward()
    if architecture.endswith("ForMaskedLM"):
        logits = logits[torch.tensor(labels) != -100]
    return {
        "architecture": architecture,
        "config": config,
        "inputs": inputs,
        "labels": labels,
        "note": "no dropout; float64 from float32 weights; weights from portable.py by parameter name",
        "parameters": [[name, list(p.shape)] for name, p in net.named_parameters()],
        "logits": [[digits(v) for v in row] for row in logits.tolist()],
        "loss": digits(loss.item()),
        "grad_l2": {name: digits(p.grad.norm().item()) for name, p in net.named_parameters()},
    }


def write(name, values):
    with open(os.path.join(HERE, name + ".json"), "w") as out:
        json.dump(values, out)
        out.write("\n")
    print(name, values["loss"])


def check(name):
    """This script and the shared file, made by transformers in float32, agree."""
    with open(os.path.join(SHARED, "parity", "text", name + ".json")) as file:
        given = json.load(file)
    ours = golden(given["architecture"], given["config"], given["inputs"], given["labels"])
    assert ours["parameters"] == given["parameters"], name
    pairs = [(ours["loss"], given["loss"])]
    pairs += [pair for rows in zip(ours["logits"], given["logits"]) for pair in zip(*rows)]
    pairs += [(ours["grad_l2"][key], norm) for key, norm in given["grad_l2"].items()]
    worst = max(abs(a - b) / max(0.1, abs(b)) for a, b in pairs)
    assert worst < 1e-5, f"{name}: {worst}"
    print(f"{name}: the shared file again, to {worst:.1e}")


def adamw_steps(steps=12, rate=1e-3):
    inputs = batch(SHORT, 0, types=True)
    tensors = {name: torch.tensor(rows) for name, rows in inputs.items()}
    net = network("BertForSequenceClassification", BERT)
    kept = [n for n, _ in net.named_parameters() if "bias" in n or "LayerNorm" in n]
    groups = [
        {"params": [p for n, p in net.named_parameters() if n not in kept], "weight_decay": 0.01},
        {"params": [p for n, p in net.named_parameters() if n in kept], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.999), eps=1e-8)
    warm = math.ceil(0.1 * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: step / max(1, warm) if step < warm else max(0, (steps - step) / max(1, steps - warm))
    )
    losses, rates, norms = [], [], []
    for _ in range(steps):
        loss = loss_of(net(**tensors), CLASSES, BERT)
        optimizer.zero_grad()
        loss.backward()
        losses.append(digits(loss.item()))
        norms.append(digits(torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0).item()))
        rates.append(digits(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        schedule.step()
    after = net(**tensors)
    return {
        "architecture": "BertForSequenceClassification",
        "config": BERT,
        "inputs": inputs,
        "labels": CLASSES,
        "optimizer": {
            "name": "AdamW", "learning_rate": rate, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0.01,
            "without_weight_decay": kept, "warmup_steps": warm, "max_grad_norm": 1.0,
        },
        "losses": losses,
        "learning_rates": rates,
        "grad_norms": norms,
        "loss": digits(loss_of(after, CLASSES, BERT).item()),
        "logits": [[digits(v) for v in row] for row in after.tolist()],
        "weight_l2_after": {n: digits(p.norm().item()) for n, p in net.named_parameters() if "key.bias" not in n},
    }


def masked(rows, places):
    """Token 4 (the mask) at the places, and labels that are -100 elsewhere."""
    labels = [[-100] * max(map(len, rows)) for _ in rows]
    rows = [list(row) for row in rows]
    for n, i in places:
        labels[n][i] = rows[n][i]
        rows[n][i] = 4
    return rows, labels


def main():
    for name in ("Bert", "Roberta", "DistilBert", "Electra"):
        check(name + "ForSequenceClassification")

    short, long = batch(SHORT, 0, types=True), batch(LONG, 0, types=True)
    plain = batch(LONG, 0, types=False)

    def save(architecture, suffix, config, inputs, labels=CLASSES, **more):
        write(architecture + suffix, {**golden(architecture, config, inputs, labels), **more})

    bert = "BertForSequenceClassification"
    several = [[1, 0, 0, 1, 0], [0, 0, 0, 0, 0], [0, 1, 1, 0, 1]]
    save(bert, "-multilabel", {**BERT, "problem_type": "multi_label_classification"}, short, several)
    save(bert, "-regression", {**BERT, "problem_type": "regression", "num_labels": 1}, short, [0.5, -1.25, 2.0])
    pairs = [[0.5, 3.0], [-1.25, 0.0], [2.0, -0.75]]
    save(bert, "-regression2", {**BERT, "problem_type": "regression", "num_labels": 2}, short, pairs)
    write(bert + "-adamw", adamw_steps())

    save("XLMRobertaForSequenceClassification", "", XLM_ROBERTA, batch(XLM_ROWS, 1, types=False))

    albert = "AlbertForSequenceClassification"
    save(albert, "", ALBERT, short)
    save(albert, "-groups", {**ALBERT, "num_hidden_groups": 2, "inner_group_num": 2}, short)

    deberta = "DebertaV2ForSequenceClassification"
    save(deberta, "-v3", DEBERTA, plain)
    far = {"position_buckets": 4, "max_position_embeddings": 40}
    convolution = {"conv_kernel_size": 3, "conv_act": "gelu", "pos_att_type": ["p2c", "c2p"]}
    save(deberta, "-v2", {**DEBERTA, **far, **convolution}, plain)
    apart = {
        "share_att_key": False, "position_buckets": 8, "max_relative_positions": 12, "max_position_embeddings": 40,
        "position_biased_input": True, "type_vocab_size": 2, "embedding_size": 16, "norm_rel_ebd": "none",
    }
    save(deberta, "-apart", {**DEBERTA, **apart}, long)

    modern = "ModernBertForSequenceClassification"
    save(modern, "-cls", MODERNBERT, plain)
    save(modern, "-mean", {**MODERNBERT, "classifier_pooling": "mean"}, plain)
    newer = {key: value for key, value in MODERNBERT.items() if "rope_theta" not in key and "every_n" not in key}
    newer |= {
        "norm_bias": True, "attention_bias": True, "mlp_bias": True, "classifier_bias": True,
        "layer_types": LAYER_TYPES,
        "rope_parameters": {
            "full_attention": {"rope_type": "default", "rope_theta": 160000.0},
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
        },
    }
    save(modern, "-biases", newer, plain)

    language_models(save)


def language_models(save):
    rows, labels = masked(SHORT, [(0, 2), (1, 1), (1, 6), (2, 2), (2, 5)])
    both = {**batch(SHORT, 0, types=True), "input_ids": batch(rows, 0, types=False)["input_ids"]}
    plain = {key: value for key, value in both.items() if key != "token_type_ids"}
    for family, config, inputs, words, head in (
        ("Bert", BERT, both, "bert.embeddings.word_embeddings", "cls.predictions"),
        ("Albert", ALBERT, both, "albert.embeddings.word_embeddings", "predictions"),
        ("DebertaV2", DEBERTA, plain, "deberta.embeddings.word_embeddings", "cls.predictions"),
    ):
        tied = {f"{head}.decoder.weight": f"{words}.weight", f"{head}.decoder.bias": f"{head}.bias"}
        save(family + "ForMaskedLM", "", without_labels(config), inputs, labels, tied=tied)
    tied = {"decoder.weight": "model.embeddings.tok_embeddings.weight"}
    save("ModernBertForMaskedLM", "", without_labels(MODERNBERT), plain, labels, tied=tied)


def without_labels(config):
    return {key: value for key, value in config.items() if key != "num_labels"}


if __name__ == "__main__":
    main()
