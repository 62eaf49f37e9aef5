"""Examples whose labels are probably wrong, as cleanlab finds them by confident learning.

Made with cleanlab 2.9.0, NumPy 2. Compare positions exactly and in order.
Run: python3 export.py > values.json
"""
import json
import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_normalized_margin_for_each_label

random = np.random.default_rng(5)


def case(name, rows, classes, wrong, sharpness, shares=None):
    truth = random.choice(classes, rows, p=shares)
    truth[:classes] = np.arange(classes)
    labels = truth.copy()
    flipped = random.choice(np.arange(classes, rows), wrong, replace=False)
    labels[flipped] = (labels[flipped] + random.integers(1, classes, wrong)) % classes
    logits = random.normal(0, 1, (rows, classes))
    logits[np.arange(rows), truth] += sharpness
    said = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    said = np.round(said, 6)
    said /= said.sum(1, keepdims=True)
    issues = find_label_issues(
        labels, said, filter_by="confident_learning", return_indices_ranked_by="normalized_margin", n_jobs=1
    )
    margins = get_normalized_margin_for_each_label(labels, said)
    return {
        "name": name,
        "labels": labels.tolist(),
        "probabilities": said.tolist(),
        "suspects": issues.tolist(),
        "scores": margins[issues].tolist(),
    }


print(json.dumps({"cases": [
    case("two classes", 60, 2, 6, 2.0),
    case("four classes", 120, 4, 10, 3.0),
    case("a rare class", 150, 3, 12, 2.5, [0.7, 0.25, 0.05]),
    case("nothing wrong", 40, 3, 0, 6.0),
    case("hard to tell", 80, 5, 8, 1.0),
]}))
