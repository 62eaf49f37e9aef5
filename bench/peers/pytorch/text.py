"""Fine-tuning BERT on labelled texts as transformers' Trainer does it: linear decay with a warm-up, gradients clipped
at 1, evaluation and a saved model each epoch. The texts come as numbers of tokens; a batch is padded to its longest."""

import argparse
import json

import torch
from torch import nn
from torch.utils.data import DataLoader

from models import adamw_of_transformers, bert


def collate(examples):
    length = max(len(example["ids"]) for example in examples)
    ids = torch.zeros(len(examples), length, dtype=torch.long)
    mask = torch.zeros(len(examples), length, dtype=torch.long)
    for row, example in enumerate(examples):
        count = len(example["ids"])
        ids[row, :count] = torch.tensor(example["ids"])
        mask[row, :count] = 1
    return ids, mask, torch.tensor([example["label"] for example in examples])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tokens", help="JSON: train and validation, each a list of {ids, label}")
    parser.add_argument("--config", required=True)
    parser.add_argument("--train", choices=["all", "head"], default="all")
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--lr", type=float, required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.manual_seed(42)

    with open(args.tokens, encoding="utf-8") as file:
        data = json.load(file)
    loaders = {
        part: DataLoader(data[part], batch_size=args.batch, shuffle=part == "train", collate_fn=collate)
        for part in ["train", "validation"]
    }
    model = bert(args.config, 2)
    if args.train == "head":
        for parameter in model.bert.parameters():
            parameter.requires_grad = False
    adamw = adamw_of_transformers(model, args.lr)
    steps = len(loaders["train"]) * args.epochs
    warm_up = int(steps * 0.1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        adamw, lambda step: min(step / max(1, warm_up), max(0.0, (steps - step) / max(1, steps - warm_up)))
    )

    best = -1.0
    for epoch in range(args.epochs):
        model.train()
        for ids, mask, labels in loaders["train"]:
            adamw.zero_grad()
            loss = nn.functional.cross_entropy(model(ids, attention_mask=mask).logits, labels)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adamw.step()
            schedule.step()
        model.eval()
        right = 0
        with torch.no_grad():
            for ids, mask, labels in loaders["validation"]:
                right += (model(ids, attention_mask=mask).logits.argmax(1) == labels).sum().item()
        accuracy = right / len(data["validation"])
        torch.save(model.state_dict(), args.out)
        best = max(best, accuracy)
    print(f"bench val_accuracy {best:.4f}")
    print(f"bench trainable {sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)}")


if __name__ == "__main__":
    main()
