"""What stands before the heads of networks, pooled to one row an example.

    GRAFT_SHARED=../shared python3 core/src/test/golden/features/export.py

Values here: PyTorch 1.13.1, torchvision 0.14.1, Pillow 9.4, transformers 4.46.3, CPU, float32. Tolerance: 1e-4 of a
row's root mean square.
Images are drawn by the formula below, as large as they are resized to (resizing has golden numbers of its own, which
may differ by one level of a pixel), and go through CenterCrop, ToTensor and Normalize. graft-nano and
graft-nano-ko have the weights that are embedded in the library, the other networks portable ones. Of an image network
it is what the last layer is given, or the mean over the places of an earlier stage; of an encoder the first token of
the last layer (its pooler's output where it has one), or the mean of a layer over the tokens that are no padding.
"""
import json
import os
import sys

import numpy as np
import torch
import torchvision
import transformers
from PIL import Image
from safetensors.torch import load_file
from torchvision import transforms

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(HERE, "../../../../../../shared"))
EMBEDDED = os.path.join(HERE, "../../../main/resources/dev/graft/weights")
sys.path.insert(0, os.path.join(SHARED, "parity"))
sys.path.insert(0, os.path.join(HERE, "../zoo"))
import portable  # noqa: E402
from export import nano  # noqa: E402  (of the zoo's golden case)

SIDE, IMAGES = 73, 2
TEXTS = ["재미있게 봤습니다", "시간이 아까운 영화였다. 다시는 보지 않겠다.", "좋다", "연기는 좋은데 이야기가 지루하다"]
WORDS = "the film was good bad very and long short dull fun plot".split()
TOY_TEXTS = ["very good film", "bad", "the plot was long and dull"]


def image(i):
    y, x, c = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    return Image.fromarray(((i * 53 + c * 29 + y * (i + 1) * 2 + x * (c + 1)) % 256).astype(np.uint8))


def batch(size):
    steps = transforms.Compose([
        transforms.CenterCrop(size), transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
    return torch.stack([steps(image(i)) for i in range(IMAGES)])


def rounded(rows):
    return [[float(f"{value:.7g}") for value in row] for row in rows.tolist()]


def images():
    found = {}
    net = nano()
    net.load_state_dict(load_file(os.path.join(EMBEDDED, "graft-nano.safetensors")))
    net.fc = torch.nn.Identity()
    found["graft-nano"] = rounded(net.eval()(batch(SIDE)))

    x = batch(64)
    net = portable.fill(torchvision.models.mobilenet_v2()).eval()
    found["mobilenet_v2"] = rounded(net.features(x).mean((2, 3)))
    net = portable.fill(torchvision.models.squeezenet1_1()).eval()
    found["squeezenet1_1"] = rounded(net.features(x).mean((2, 3)))
    net = portable.fill(torchvision.models.resnet18()).eval()
    found["resnet18"] = rounded(torch.nn.Sequential(*list(net.children())[:-1])(x).flatten(1))
    found["resnet18 layer2"] = rounded(torch.nn.Sequential(*list(net.children())[:6])(x).mean((2, 3)))
    return found


def means(layer, mask):
    mask = mask.unsqueeze(-1)
    return rounded((layer * mask).sum(1) / mask.sum(1))


def texts():
    found = {}
    folder = os.path.join(EMBEDDED, "graft-nano-ko")
    tokens = transformers.AutoTokenizer.from_pretrained(folder)(TEXTS, padding=True, return_tensors="pt")
    net = transformers.AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()
    out = net(**tokens, output_hidden_states=True)
    found["graft-nano-ko"] = rounded(out.last_hidden_state[:, 0])
    for layer in (1, 3):  # the first of the hidden states are the embeddings
        found[f"graft-nano-ko layer.{layer}"] = means(out.hidden_states[layer + 1], tokens["attention_mask"])

    numbers = {word: 5 + i for i, word in enumerate(WORDS)}
    rows = [[2] + [numbers[word] for word in text.split()] + [3] for text in TOY_TEXTS]
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    config = transformers.BertConfig(
        hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, vocab_size=20,
        max_position_embeddings=16, pad_token_id=0)
    net = portable.fill(transformers.BertForSequenceClassification(config)).eval().bert
    mask = (ids != 0).long()
    out = net(ids, attention_mask=mask, output_hidden_states=True)
    found["toy"] = rounded(out.pooler_output)
    found["toy layer.0"] = means(out.hidden_states[1], mask)
    return found


with torch.no_grad():
    values = {
        "versions": {"torch": torch.__version__, "torchvision": torchvision.__version__,
                     "transformers": transformers.__version__},
        "images": images(),
        "texts": TEXTS,
        "toy_texts": TOY_TEXTS,
        "encoders": texts(),
    }
with open(os.path.join(HERE, "values.json"), "w") as out:
    json.dump(values, out, ensure_ascii=False)
    out.write("\n")
