"""Tiny folders of sentence-transformers with random weights, one for each pooling, and the embeddings that the official
library makes with them.

    pip install torch==2.10.0 transformers==5.24.0 sentence-transformers==6.2.0
    python3 core/src/test/golden/sentences/export.py

Values here: sentence-transformers 6.2.0, transformers 5.24.0, torch 2.10.0, CPU, float32. Tolerance: 1e-5 of the
largest number of an embedding.
"""
import json
import shutil
import tempfile
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import BertConfig, BertModel, BertTokenizerFast, DistilBertConfig, DistilBertModel

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] a b c the parcel package arrived two days late on time my steel plate ##s".split()
SENTENCES = ["the package arrived two days late", "my parcels", "", "a b c on time", "two steel plates arrived"]
LONGEST = 7  # cuts the first sentence
HERE = Path(__file__).parent

BERT = lambda: BertModel(BertConfig(
    vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
    max_position_embeddings=16, initializer_range=0.5))
DISTILBERT = lambda: DistilBertModel(DistilBertConfig(
    vocab_size=len(WORDS), dim=8, n_layers=2, n_heads=2, hidden_dim=16, max_position_embeddings=16,
    initializer_range=0.5))
KINDS = {"mean": (BERT, True), "max": (BERT, False), "cls": (DISTILBERT, True)}

expected = {"sentences": SENTENCES, "max_length": LONGEST}
for pooling, (encoder, normalized) in KINDS.items():
    torch.manual_seed(len(pooling) + normalized)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "vocab.txt").write_text("\n".join(WORDS) + "\n")
        BertTokenizerFast(str(Path(folder) / "vocab.txt")).save_pretrained(folder)
        encoder().save_pretrained(folder)
        modules = [Transformer(folder, max_seq_length=LONGEST), Pooling(8, pooling)]
        model = SentenceTransformer(modules=modules + ([Normalize()] if normalized else []))
        target = HERE / pooling
        shutil.rmtree(target, ignore_errors=True)
        model.save(str(target))
        (target / "README.md").unlink()
        expected[pooling] = model.encode(SENTENCES).tolist()
(HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
