"""Transfer learning as in PyTorch's tutorial: freeze, replace the head, train, validate, keep the best."""

import argparse
import copy
import os

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets

from models import evaluation, head, memory_format, network, training


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--model", required=True)
    parser.add_argument("--weights")
    parser.add_argument("--train", help="a part of the network that learns beside the head")
    parser.add_argument("--augment", choices=["none", "light"], default="none")
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--lr", type=float, required=True)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.manual_seed(42)

    data = {
        "train": datasets.ImageFolder(os.path.join(args.data, "train"), training(args.model, args.augment)),
        "val": datasets.ImageFolder(os.path.join(args.data, "val"), evaluation(args.model)),
    }
    loaders = {
        part: DataLoader(data[part], batch_size=args.batch, shuffle=part == "train", num_workers=2) for part in data
    }

    layout = memory_format(args.channels_last)
    model = network(args.model, len(data["train"].classes), args.weights).to(memory_format=layout)
    for parameter in model.parameters():
        parameter.requires_grad = False
    learning = [head(model)] + ([getattr(model, args.train)] if args.train else [])
    for module in learning:
        for parameter in module.parameters():
            parameter.requires_grad = True
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]

    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(trained, lr=args.lr)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, args.epochs)

    best_accuracy, best = -1.0, None
    for epoch in range(args.epochs):
        for part in ["train", "val"]:
            model.train(part == "train")
            loss_sum, right = 0.0, 0
            for images, labels in loaders[part]:
                optimizer.zero_grad()
                with torch.set_grad_enabled(part == "train"):
                    logits = model(images.to(memory_format=layout))
                    loss = criterion(logits, labels)
                    if part == "train":
                        loss.backward()
                        optimizer.step()
                loss_sum += loss.item() * images.size(0)
                right += (logits.argmax(1) == labels).sum().item()
            accuracy = right / len(data[part])
            print(f"epoch {epoch + 1} {part} loss {loss_sum / len(data[part]):.4f} accuracy {accuracy:.4f}")
        scheduler.step()
        if accuracy > best_accuracy:
            best_accuracy, best = accuracy, copy.deepcopy(model.state_dict())
            torch.save(best, args.out)
    print(f"bench val_accuracy {best_accuracy:.4f}")
    print(f"bench trainable {sum(parameter.numel() for parameter in trained)}")


if __name__ == "__main__":
    main()
