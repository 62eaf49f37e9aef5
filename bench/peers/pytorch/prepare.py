"""Says which versions there are, and leaves a model to predict with: pretrained trunk, new head."""

import argparse

import torch
import torchvision

from models import network

parser = argparse.ArgumentParser()
parser.add_argument("--weights", required=True)
parser.add_argument("--out", required=True)
args = parser.parse_args()

torch.save(network("mobilenet_v2", 2, args.weights).state_dict(), args.out)
print("bench version PyTorch", torch.__version__, "torchvision", torchvision.__version__, torch.backends.cpu.get_cpu_capability())
