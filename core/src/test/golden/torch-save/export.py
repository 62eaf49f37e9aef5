"""Small files of torch.save in all its shapes, and what is in them.

PyTorch 1.13.1 (Debian), numpy 1.24; values are bytes, so there is no tolerance. Run it in this folder.
values.json: name -> [dtype, shape, bytes of the dense tensor in hexadecimal].
"""
import json
import struct
from collections import OrderedDict

import numpy as np
import torch


def dense(t):
    t = t.detach().contiguous()
    return t.view(torch.int16).numpy().tobytes() if t.dtype == torch.bfloat16 else t.numpy().tobytes()


def described(tensors):
    return {k: [str(t.dtype).removeprefix("torch."), list(t.shape), dense(t).hex()] for k, t in tensors.items()}


base = torch.arange(24, dtype=torch.float32) / 7 - 1
tensors = OrderedDict()
for dtype in (torch.float32, torch.float16, torch.bfloat16, torch.float64):
    tensors[f"dtype.{str(dtype)[6:]}"] = base[:6].reshape(2, 3).to(dtype).clone()
for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8):
    tensors[f"dtype.{str(dtype)[6:]}"] = (torch.arange(6) * 21).to(dtype)
tensors["dtype.bool"] = torch.tensor([True, False, True])
tensors["scalar"] = torch.tensor(7)
tensors["empty"] = torch.zeros(0, 3)
tensors["permuted"] = base.clone().reshape(2, 3, 4).permute(2, 0, 1)
tensors["sliced"] = base.clone()[3:7]
shared = base.clone()
tensors["shared.front"] = shared[:12].reshape(3, 4)
tensors["shared.back"] = shared[6:].reshape(3, 6)
tensors["expanded"] = torch.tensor([[1.0, 2.0, 3.0]]).expand(4, 3)
tensors["parameter"] = torch.nn.Parameter(base[:4].clone())
tensors["이름"] = torch.ones(2)
tensors._metadata = OrderedDict(version=1)  # what Module.state_dict() sets

torch.save(tensors, "zip.pth")
torch.save(tensors, "legacy.pth", _use_new_zipfile_serialization=False)
torch.save(tensors, "protocol4.pth", pickle_protocol=4)
torch.save(dict(tensors), "plain_dict.pth")

net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
torch.manual_seed(1)
for p in net.parameters():
    torch.nn.init.normal_(p)
optimizer = torch.optim.Adam(net.parameters())
state = net.state_dict()
before = OrderedDict((k, v.clone()) for k, v in state.items())
net(torch.ones(1, 3, 8, 8)).sum().backward()
optimizer.step()
torch.save(
    {
        "epoch": 3,
        "arch": "tiny",
        "best_acc1": np.float64(81.5),
        "loss": torch.tensor(0.25),
        "optimizer": optimizer.state_dict(),
        "state_dict": OrderedDict(("module." + k, v) for k, v in before.items()),
    },
    "checkpoint.pth",
)
torch.save({"model": OrderedDict(("_orig_mod.module." + k, v) for k, v in before.items())}, "compiled.pth")
torch.save(net, "whole_model.pth")
torch.save(net, "whole_model_legacy.pth", _use_new_zipfile_serialization=False)
torch.save(base, "single_tensor.pth")
torch.jit.script(torch.nn.Linear(2, 2)).save("torchscript.pth")

# safetensors, by its description alone
names = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64", torch.int64: "I64",
         torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}
header, data = {"__metadata__": {"format": "pt", "made by": "export.py"}}, b""
for name, t in tensors.items():
    header[name] = {"dtype": names[t.dtype], "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(dense(t))]}
    data += dense(t)
text = json.dumps(header).encode()
with open("plain.safetensors", "wb") as f:
    f.write(struct.pack("<Q", len(text)) + text + data)

with open("values.json", "w") as f:
    json.dump({"tensors": described(tensors), "checkpoint": described(before)}, f, indent=1, ensure_ascii=False)
