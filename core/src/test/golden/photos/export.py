"""What PyTorch says of 100 photographs of ImageNet with the embedded weights of tf_efficientnet_lite0.

    pip install torch==2.10.0 timm==1.0.31 safetensors Pillow==13.0.0
    GRAFT_SHARED=../shared python3 core/src/test/golden/photos/export.py

Half-precision weights, widened; timm's own evaluation transform. `class` is the number of the photograph's class among
the thousand, by WordNet id; `said` is the number of the largest logit, `logit` its value.
"""
import glob
import json
import os

import timm
import torch
from PIL import Image
from safetensors.torch import load_file
from timm.data import ImageNetInfo, create_transform, resolve_model_data_config

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../../../../..")
SHARED = os.environ.get("GRAFT_SHARED", os.path.join(ROOT, "../shared"))
WEIGHTS = "weights/efficientnet-lite0/src/main/resources/META-INF/graft/weights/tf_efficientnet_lite0.safetensors"

numbers = {name: i for i, name in enumerate(ImageNetInfo("imagenet-1k").label_names())}
model = timm.create_model("tf_efficientnet_lite0").eval()
model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in load_file(os.path.join(ROOT, WEIGHTS)).items()})
transform = create_transform(**resolve_model_data_config(model))
photos = {}
for file in sorted(glob.glob(os.path.join(SHARED, "data/images/imagenet-photos/*"))):
    name = os.path.basename(file)
    with torch.no_grad():
        logits = model(transform(Image.open(file).convert("RGB"))[None])[0]
    photos[name] = {"class": numbers[name.split("_")[0]], "said": int(logits.argmax()), "logit": round(float(logits.max()), 4)}
right = sum(p["class"] == p["said"] for p in photos.values())
with open(os.path.join(HERE, "values.json"), "w") as out:
    json.dump({"torch": torch.__version__, "timm": timm.__version__, "right": right, "photos": photos}, out)
    out.write("\n")
print(right, "of", len(photos))
