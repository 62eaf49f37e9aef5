"""Tiny data sets in CIFAR's Python layout, as Python 2 wrote the published files and as Python 3 does.

Run with Python 3 and numpy (values are exact): python3 export.py
"""
import os
import pickle
import struct

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def pixels(count, start):
    return np.stack([(np.arange(3072) // 16 + 40 * (start + i)) % 256 for i in range(count)]).astype(np.uint8)


def write(path, data):
    path = os.path.join(HERE, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def short(text):
    return b"U" + bytes([len(text)]) + text.encode()


def python2(labels, data):
    """The instructions that Python 2's cPickle wrote, protocol 2."""
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R"
        + b"(K\x01K" + bytes([len(labels)]) + b"M\x00\x0c\x86cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R"
        + b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T"
        + struct.pack("<I", data.size) + data.tobytes() + b"tb"
    )
    numbers = b"](" + b"".join(b"K" + bytes([n]) for n in labels) + b"e"
    result = b"\x80\x02}(" + short("batch_label") + short("tiny") + short("labels") + numbers + short("data") + array + b"u."
    assert (pickle.loads(result, encoding="latin1")["data"] == data).all()
    return result


ten = "cifar-10-batches-py/"
names = b"](" + b"".join(short(n) for n in ["plane", "car", "bird"]) + b"e"
write(ten + "batches.meta", b"\x80\x02}(" + short("label_names") + names + b"u.")
write(ten + "data_batch_1", python2([0, 1, 2, 0], pixels(4, 0)))
write(ten + "data_batch_2", python2([2, 1], pixels(2, 4)))
write(ten + "test_batch", python2([1, 2], pixels(2, 6)))

hundred = "cifar-100-python/"
write(hundred + "meta", pickle.dumps({b"fine_label_names": [b"apple", b"fish"], b"coarse_label_names": [b"x"]}, 2))
write(hundred + "train", pickle.dumps(
    {b"fine_labels": [1, 0, 1, 0], b"coarse_labels": [0, 0, 0, 0], b"data": pixels(4, 0)}, 2))
write(hundred + "test", pickle.dumps({b"fine_labels": [1, 0], b"coarse_labels": [0, 0], b"data": pixels(2, 4)}, 4))
