"""ROC AUC and average precision of a class against the others, and their means over classes and labels.

Made with scikit-learn 1.5.2. Compare with absolute tolerance 1e-12; null where scikit-learn calls it undefined.
Run: python3 export.py > values.json
"""
import json
import warnings
import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

warnings.filterwarnings("ignore")
random = np.random.default_rng(0)


def case(name, truth, scores):
    truth = np.asarray(truth, dtype=int)
    scores = np.asarray(scores, dtype=np.float32)
    both = 0 < truth.sum() < len(truth)
    return {
        "name": name,
        "truth": truth.tolist(),
        "scores": [float(score) for score in scores],
        "roc_auc": float(roc_auc_score(truth, scores)) if both else None,
        "average_precision": float(average_precision_score(truth, scores)) if truth.any() else None,
    }


def softmax(logits):
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


def some(n, share):
    truth = random.random(n) < share
    return truth, truth * random.normal(1, 1, n) + random.normal(0, 1, n)


cases = [
    case("two examples, right", [0, 1], [0.2, 0.9]),
    case("two examples, wrong", [0, 1], [0.9, 0.2]),
    case("all right", [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]),
    case("all wrong", [1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9]),
    case("scikit-learn's own example", [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
    case("all scores equal", [0, 1, 0, 1, 1], [0.5] * 5),
    case("one positive, first", [1, 0, 0, 0], [0.9, 0.1, 0.2, 0.3]),
    case("one positive, last", [0, 0, 0, 1], [0.9, 0.8, 0.7, 0.1]),
    case("one positive in a tie", [0, 1, 0, 0], [0.5, 0.5, 0.5, 0.1]),
    case("one negative", [1, 1, 0, 1], [0.5, 0.6, 0.55, 0.9]),
    case("none of the class", [0, 0, 0], [0.1, 0.2, 0.3]),
    case("all of the class", [1, 1, 1], [0.1, 0.2, 0.3]),
    case("scores below zero and two zeros", [0, 1, 0, 1, 1, 0], [-3.5, -1.0, -2.0, 0.0, 3.5, -0.0]),
    case("saturated", [0, 1, 1, 0, 1], [1.0, 1.0, 1.0, 0.99999994, 0.0]),
    case("neighbouring floats", [1, 0, 1], [0.1, np.nextafter(np.float32(0.1), np.float32(1)), 0.05]),
]
truth, scores = some(500, 0.3)
cases.append(case("many", truth, scores))
cases.append(case("many with ties", truth, np.round(scores, 1)))
cases.append(case("many with more ties", truth, np.round(scores)))
truth, scores = some(400, 0.02)
cases.append(case("rare", truth, scores))

classes = []
for width, n, absent in ((2, 60, False), (4, 90, False), (5, 60, True)):
    truth = random.integers(0, width - absent, n)
    logits = (random.normal(0, 1, (n, width)) + 1.5 * np.eye(width)[truth]).astype(np.float32)
    scores = softmax(logits)
    each = [case(str(c), truth == c, scores[:, c]) for c in range(width)]
    defined = [c for c in range(width) if (truth == c).any()]
    # each class against the rest; scikit-learn has no mean where a class is absent: then it is over the others
    auc = (roc_auc_score(truth, scores[:, 1]) if width == 2
           else roc_auc_score(truth, scores, multi_class="ovr", average="macro") if not absent
           else np.mean([each[c]["roc_auc"] for c in defined]))
    classes.append({
        "truth": truth.tolist(),
        "logits": logits.tolist(),
        "roc_auc": [one["roc_auc"] for one in each],
        "average_precision": [one["average_precision"] for one in each],
        "macro_roc_auc": float(auc),
        "macro_average_precision": float(np.mean([each[c]["average_precision"] for c in defined])),
    })

truth = (random.random((70, 3)) < 0.3).astype(int)
logits = np.round(random.normal(-1, 1, truth.shape) + 2 * truth, 1).astype(np.float32)
scores = (1 / (1 + np.exp(-logits.astype(np.float32)))).astype(np.float32)
labels = {
    "truth": truth.tolist(),
    "logits": logits.tolist(),
    "roc_auc": [float(value) for value in roc_auc_score(truth, scores, average=None)],
    "average_precision": [float(value) for value in average_precision_score(truth, scores, average=None)],
    "macro_roc_auc": float(roc_auc_score(truth, scores, average="macro")),
    "macro_average_precision": float(average_precision_score(truth, scores, average="macro")),
}
print(json.dumps({"cases": cases, "classes": classes, "labels": labels}))
