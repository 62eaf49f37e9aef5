"""Networks, preprocessing and files that the programs here share. PyTorch 1.13, torchvision 0.14."""

import torch
from torch import nn
from torchvision import models, transforms

MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]

# side of the shorter edge before the crop, as published with the weights
RESIZE = {"mobilenet_v2": 232, "resnet18": 256}


def network(name, classes, weights=None):
    """A network with a new head; the trunk from a file, or random."""
    model = getattr(models, name)(weights=None)
    if weights:
        found = model.load_state_dict(torch.load(weights, map_location="cpu"), strict=False)
        missing = [key for key in found.missing_keys if not key.startswith(("classifier", "fc"))]
        assert not missing and not found.unexpected_keys, (missing, found.unexpected_keys)
    if name == "resnet18":
        model.fc = nn.Linear(model.fc.in_features, classes)
    else:
        model.classifier[1] = nn.Linear(model.classifier[1].in_features, classes)
    return model


def head(model):
    return model.fc if hasattr(model, "fc") else model.classifier


def evaluation(name):
    return transforms.Compose([
        transforms.Resize(RESIZE[name]),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        transforms.Normalize(MEAN, STD),
    ])


def training(name, augment):
    if augment == "none":
        return evaluation(name)
    return transforms.Compose([
        transforms.RandomResizedCrop(224, scale=(0.7, 1)),
        transforms.RandomHorizontalFlip(),
        transforms.RandomRotation(10),
        transforms.ToTensor(),
        transforms.Normalize(MEAN, STD),
    ])
