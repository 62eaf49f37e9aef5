"""Says how many parameters a network has, and its loss with the weights and the batch that all programs begin with.
With --export it leaves the network as TorchScript, and the batch as npz, for programs that are not Python."""

import argparse
import os

import numpy
import torch
from safetensors.torch import load_file

from models import bert, network

parser = argparse.ArgumentParser()
parser.add_argument("network")
parser.add_argument("folder", help="holds weights.safetensors and batch.safetensors")
parser.add_argument("--config", help="of a BERT")
parser.add_argument("--export", action="store_true")
args = parser.parse_args()

weights = load_file(os.path.join(args.folder, "weights.safetensors"))
batch = load_file(os.path.join(args.folder, "batch.safetensors"))
if args.config:
    model = bert(args.config, 2)
    model.load_state_dict(weights)
else:
    model = network(args.network, 2)
    model.load_state_dict(weights)
model.eval()
with torch.no_grad():
    logits = model(batch["ids"], attention_mask=torch.ones_like(batch["ids"])).logits if args.config else model(batch["images"])
labels = torch.arange(len(logits)) % 2
print("bench parameters", sum(parameter.numel() for parameter in model.parameters()))
print(f"bench first_loss {torch.nn.functional.cross_entropy(logits, labels).item():.6f}")
if args.export:
    torch.jit.script(model).save(os.path.join(args.folder, args.network + ".pt"))
    numpy.savez(os.path.join(args.folder, "batch.npz"), images=batch["images"].numpy())
