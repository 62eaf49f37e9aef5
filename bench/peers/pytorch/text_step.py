"""The training step of a whole BERT on one batch in memory, without padding."""

import argparse
import time

import torch
from torch import nn

from models import adamw_of_transformers, autocast, bert

parser = argparse.ArgumentParser()
parser.add_argument("--config", required=True)
parser.add_argument("--steps", type=int, required=True)
parser.add_argument("--warm-up", type=int, required=True)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--length", type=int, required=True)
parser.add_argument("--bf16", action="store_true")
args = parser.parse_args()

model = bert(args.config, 2)
model.train()
adamw = adamw_of_transformers(model, 2e-5)
ids = torch.randint(5, model.config.vocab_size, (args.batch, args.length))
mask = torch.ones_like(ids)
labels = torch.arange(args.batch) % 2

started = time.perf_counter()
for step in range(args.warm_up + args.steps):
    if step == args.warm_up:
        started = time.perf_counter()
    adamw.zero_grad()
    with autocast(args.bf16):
        logits = model(ids, attention_mask=mask).logits
        loss = nn.functional.cross_entropy(logits, labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adamw.step()
    loss.item()
    (logits.argmax(1) == labels).sum().item()
print(f"bench seconds_per_step {(time.perf_counter() - started) / args.steps:.5f}")
