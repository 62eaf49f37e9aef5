"""Networks, preprocessing and files that the programs here share."""

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


def bert(config_file, classes):
    """transformers' own BERT with scaled_dot_product_attention."""
    from transformers import BertConfig, BertForSequenceClassification

    config = BertConfig.from_json_file(config_file)
    config.num_labels = classes
    config._attn_implementation = "sdpa"
    return BertForSequenceClassification(config)


def adamw_of_transformers(model, rate, weight_decay=0.01):
    """AdamW as transformers' Trainer sets it up: biases and norms do not decay."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    decaying = [parameter for parameter in trained if parameter.dim() > 1]
    others = [parameter for parameter in trained if parameter.dim() <= 1]
    groups = [{"params": decaying, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, eps=1e-8)


def memory_format(channels_last):
    return torch.channels_last if channels_last else torch.contiguous_format


def autocast(bf16):
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16)


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
