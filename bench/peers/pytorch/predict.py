"""Classifies photos with a trained MobileNetV2, and prints path, class and probability of each."""

import argparse
import io
import os
import statistics
import time

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from models import evaluation, memory_format, network

BATCH = 32
TIMES = 100


class Photos(Dataset):
    def __init__(self, paths, transform):
        self.paths, self.transform = paths, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        with Image.open(self.paths[index]) as photo:
            return self.transform(photo.convert("RGB")), self.paths[index]


def warm(model, path, layout):
    """Milliseconds of one prediction: the median, after as many that are not counted."""
    transform = evaluation("mobilenet_v2")
    with open(path, "rb") as file:
        data = file.read()
    seconds = []
    with torch.inference_mode():
        for _ in range(2 * TIMES):
            started = time.perf_counter()
            with Image.open(io.BytesIO(data)) as photo:
                image = transform(photo.convert("RGB")).unsqueeze(0)
            model(image.to(memory_format=layout)).softmax(1).max(1).values.item()
            seconds.append(time.perf_counter() - started)
    print(f"bench milliseconds {statistics.median(seconds[TIMES:]) * 1000:.3f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("photos", help="a file, or a folder of files")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--warm", action="store_true", help="tell how long one photo takes once all is loaded")
    args = parser.parse_args()

    model = network("mobilenet_v2", 2)
    model.load_state_dict(torch.load(args.model))
    layout = memory_format(args.channels_last)
    model.to(memory_format=layout)
    model.eval()
    if args.warm:
        warm(model, args.photos, layout)
        return
    folder = os.path.isdir(args.photos)
    paths = sorted(os.path.join(args.photos, name) for name in os.listdir(args.photos)) if folder else [args.photos]
    photos = DataLoader(Photos(paths, evaluation("mobilenet_v2")), batch_size=BATCH, num_workers=2 if folder else 0)
    with torch.no_grad():
        for images, names in photos:
            best = model(images.to(memory_format=layout)).softmax(1).max(1)
            for name, label, probability in zip(names, best.indices.tolist(), best.values.tolist()):
                print(f"{name}\t{label}\t{probability:.4f}")


if __name__ == "__main__":
    main()
