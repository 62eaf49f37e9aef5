"""Heads on features that Graft made, for bench/defaults; numpy and scikit-learn.

    heads.py select RUN DATA PART OUT.csv   a table of what a run was trained on and is judged by
    heads.py fit OUT.csv FEATURES.npy       a line each for a head: name, accuracy, macro F1, seconds
"""

import csv
import os
import sys
import time
from pathlib import Path

RATES = [1e-4 * 2.0**i for i in range(12)]  # to 0.2
LENGTHS = [10, 30, 100]
BATCH = 32
DECAY = 0.01

csv.field_size_limit(sys.maxsize)


def select(run, data, part, out):
    part = {"val": "validation"}.get(part, part)
    tables = {}
    with open(Path(run) / "parts.csv", newline="", encoding="utf-8") as parts, open(
        out, "w", newline="", encoding="utf-8"
    ) as table:
        rows = csv.writer(table)
        kept = [row for row in csv.DictReader(parts) if row["part"] in ("train", part)]
        rows.writerow(["text" if kept[0]["row"] else "path", "label", "part"])
        for row in kept:
            file = Path(data) / row["file"]
            if row["row"]:
                if file not in tables:
                    tables[file] = read(file)
                example = tables[file][int(row["row"])]
                if row["label"] not in example.values():
                    sys.exit(f"{file}: row {row['row']}: expected the label {row['label']}, found {example}")
                value = example.get("text")
            else:
                value = file
            rows.writerow([value, row["label"], row["part"]])


def read(file):
    """Rows of a table by the line they begin at."""
    found, line = {}, 2
    with open(file, newline="", encoding="utf-8") as table:
        dialect = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if file.suffix == ".tsv" else {}
        rows = csv.DictReader(table, **dialect)
        for row in rows:
            found[line] = row
            line = rows.line_num + 1
    return found


def fit(table, features):
    import numpy as np
    from sklearn.linear_model import LogisticRegressionCV
    from sklearn.metrics import accuracy_score, f1_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    with open(table, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    made = np.load(features).astype(np.float64)
    if len(made) != len(rows):
        sys.exit(f"{features}: expected {len(rows)} rows, found {len(made)}")
    names = sorted({row["label"] for row in rows})
    labels = np.array([names.index(row["label"]) for row in rows])
    learned = np.array([row["part"] == "train" for row in rows])
    x, y, judged, truth = made[learned], labels[learned], made[~learned], labels[~learned]

    def tell(name, said, began):
        # macro F1 over the classes that are judged or said, as Graft has it
        accuracy = accuracy_score(truth, said)
        f1 = f1_score(truth, said, average="macro", zero_division=0, labels=range(len(names)))
        print(f"{name}\t{accuracy:.4f}\t{f1:.4f}\t{time.time() - began:.1f}", flush=True)

    began = time.time()
    folds = int(min(5, np.bincount(y).min()))
    logistic = make_pipeline(
        StandardScaler(), LogisticRegressionCV(Cs=10, cv=max(2, folds), scoring="neg_log_loss", max_iter=300)
    )
    tell("logistic", logistic.fit(x, y).predict(judged), began)
    began = time.time()
    tell("by hand", best(np, x, y, judged, truth, len(names)), began)
    began = time.time()
    tell("frequent", np.full(len(truth), np.bincount(truth).argmax()), began)


def best(np, x, y, judged, truth, classes):
    """What the best of the rates and lengths says: a head that learns as graft train --strategy feature-extraction
    does, AdamW, a cosine by epoch, batches of 32, all rates at once."""
    said, right = None, -1
    for epochs in LENGTHS:
        random = np.random.default_rng(0)
        width = x.shape[1]
        bound = 1 / np.sqrt(width)
        weights = np.repeat(random.uniform(-bound, bound, (1, width + 1, classes)), len(RATES), 0)
        first, second, step = np.zeros_like(weights), np.zeros_like(weights), 0
        one = np.hstack([x, np.ones((len(x), 1))])
        for epoch in range(epochs):
            rate = (np.array(RATES) * (1 + np.cos(np.pi * epoch / epochs)) / 2)[:, None, None]
            order = random.permutation(len(x))
            for at in range(0, len(x), BATCH):
                some = order[at : at + BATCH]
                scores = one[some] @ weights
                scores -= scores.max(2, keepdims=True)
                shares = np.exp(scores)
                shares /= shares.sum(2, keepdims=True)
                shares[:, np.arange(len(some)), y[some]] -= 1
                slope = one[some].T @ shares / len(some)
                step += 1
                first += 0.1 * (slope - first)
                second += 0.001 * (slope * slope - second)
                weights *= 1 - rate * DECAY
                moved = first / (1 - 0.9**step)
                moved /= np.sqrt(second / (1 - 0.999**step)) + 1e-8
                weights -= rate * moved
        for answers in (np.hstack([judged, np.ones((len(judged), 1))]) @ weights).argmax(2):
            if (answers == truth).sum() > right:
                said, right = answers, (answers == truth).sum()
    return said


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # small matrices
    {"select": select, "fit": fit}[sys.argv[1]](*sys.argv[2:])
