"""The training step of a whole network on one batch in memory, and the machine's matrix product."""

import argparse
import time

import torch
from torch import nn

from models import autocast, memory_format, network

parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, required=True)
parser.add_argument("--warm-up", type=int, required=True)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--network", required=True)
parser.add_argument("--bf16", action="store_true")
parser.add_argument("--channels-last", action="store_true")
args = parser.parse_args()

layout = memory_format(args.channels_last)
model = network(args.network, 2).to(memory_format=layout)
model.train()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
images = torch.randn(args.batch, 3, 224, 224).to(memory_format=layout)
labels = torch.arange(args.batch) % 2

started = time.perf_counter()
for step in range(args.warm_up + args.steps):
    if step == args.warm_up:
        started = time.perf_counter()
    optimizer.zero_grad()
    with autocast(args.bf16):
        logits = model(images)
        loss = criterion(logits, labels)
    loss.backward()
    optimizer.step()
    loss.item()
    (logits.argmax(1) == labels).sum().item()
print(f"bench seconds_per_step {(time.perf_counter() - started) / args.steps:.5f}")

side = 2048
left, right = torch.randn(side, side), torch.randn(side, side)
best = 0.0
for _ in range(3):
    started = time.perf_counter()
    left @ right
    best = max(best, 2 * side**3 / (time.perf_counter() - started) * 1e-9)
    if best < 10:
        break  # a BLAS without any optimisation: one product takes long enough
print(f"bench sgemm_gflops {best:.1f}")
