"""What a head that is solved gains by dividing features by more than their deviation; numpy and SciPy.

    graft embed MODEL IMAGES --out features.npy
    scales.py features.npy features.rows.csv EXAMPLES SEEDS

EXAMPLES of each class to learn from, as 5,10,20 (0 for all); a fifth of all to judge by, or those in folders called val.
SEEDS, as 1,2,3, draw both. Each feature is divided by the root of its variance and a SHARE of the mean variance. The
strength of the regularization is the one of scikit-learn's ten, or a weaker one, with the least loss on five folds.
"""

import csv
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")  # small matrices
import numpy as np
from scipy.optimize import minimize

SHARES = [0, 0.03, 0.1, 0.3, 1]
STRENGTHS = [10 ** (4 - i * 8 / 9) for i in range(14)]


def scores(head, x, classes):
    weights = head.reshape(classes, -1)
    return x @ weights[:, :-1].T + weights[:, -1]


def log_loss(said, labels):
    said = said - said.max(1, keepdims=True)
    return np.mean(np.log(np.exp(said).sum(1)) - said[np.arange(len(labels)), labels])


def solve(x, labels, classes, strength, start):
    marks = np.eye(classes)[labels]

    def value(head):
        said = scores(head, x, classes)
        said -= said.max(1, keepdims=True)
        shares = np.exp(said)
        sums = shares.sum(1, keepdims=True)
        weights = head.reshape(classes, -1)[:, :-1]
        loss = np.log(sums).sum() - (said * marks).sum() + strength / 2 * (weights**2).sum()
        wrong = shares / sums - marks
        return loss, np.column_stack([wrong.T @ x + strength * weights, wrong.sum(0)]).ravel()

    return minimize(value, start, jac=True, method="L-BFGS-B", options={"maxiter": 200, "maxcor": 20}).x


def judge(x, labels, judged, truth, share, random):
    """Accuracy and loss on what is judged."""
    classes = labels.max() + 1
    variance = x.var(0)
    divisor = np.sqrt(variance + share * variance.mean())
    divisor[np.sqrt(variance) <= 1e-6 * np.abs(x.mean(0))] = np.inf
    judged = (judged - x.mean(0)) / divisor
    x = (x - x.mean(0)) / divisor
    if 2 * len(x) <= x.shape[1]:  # the space that the examples span
        turn, across = np.linalg.qr(x.T)
        x, judged = across.T, judged @ turn
    count = min(5, max(2, np.bincount(labels).min()))
    folds = np.empty(len(x), int)
    for label in range(classes):
        of = random.permutation(np.flatnonzero(labels == label))
        folds[of] = np.arange(len(of)) % count
    heads = [np.zeros(classes * (x.shape[1] + 1))] * count
    best, worse = (np.inf, 0), 0
    for strength in STRENGTHS:
        lost = 0
        for fold in range(count):
            out = folds == fold
            heads[fold] = solve(x[~out], labels[~out], classes, strength, heads[fold])
            lost += log_loss(scores(heads[fold], x[out], classes), labels[out]) * out.sum()
        worse = 0 if lost < best[0] else worse + 1
        best = min(best, (lost, strength))
        if worse == 2:
            break
    said = scores(solve(x, labels, classes, best[1], np.mean(heads, 0)), judged, classes)
    return np.mean(said.argmax(1) == truth), log_loss(said, truth)


def main(features, table, examples, seeds):
    x = np.load(features).astype(np.float64)
    with open(table, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["label"] for row in rows})
    labels = np.array([names.index(row["label"]) for row in rows])
    kept_apart = np.array(["/val/" in row["path"] for row in rows])
    print("| a class |", " | ".join(f"share {share:g}" for share in SHARES), "|")
    print("|---" * (len(SHARES) + 1) + "|")
    for most in examples:
        found = {share: [] for share in SHARES}
        for seed in seeds:
            random = np.random.default_rng(seed)
            order = random.permutation(len(x))
            out = kept_apart if kept_apart.any() else np.isin(np.arange(len(x)), order[: len(x) // 5])
            of = [[i for i in order if labels[i] == label and not out[i]] for label in range(len(names))]
            learned = np.concatenate([some[: most or len(some)] for some in of])
            for share in SHARES:
                result = judge(x[learned], labels[learned], x[out], labels[out], share, np.random.default_rng(seed))
                found[share].append(result)
        cells = (np.mean(found[share], 0) for share in SHARES)
        print(f"| {most or 'all'} |", " | ".join(f"{right:.3f} ({lost:.2f})" for right, lost in cells), "|", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *([int(word) for word in words.split(",")] for words in sys.argv[3:5]))
