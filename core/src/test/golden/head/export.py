"""Linear heads as scikit-learn solves them on features of mean 0, each divided by the root of its variance and a tenth
of the mean variance, with the strength that folds choose.

Made with scikit-learn 1.9.1, NumPy 2. Compare outputs with absolute tolerance 1e-3 (of numbers 1e-5), strengths with
relative tolerance 1e-9, held back losses with relative tolerance 1e-3.
Run: python3 export.py > values.json
"""
import json
import warnings
import numpy as np
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV, Ridge
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
random = np.random.default_rng(7)
GRID = np.logspace(-4, 4, 10)
FOLDS = 5


def features(labels, classes, dimensions, distance):
    centres = random.normal(0, distance, (classes, dimensions))
    spread = np.exp(random.normal(0, 1, dimensions))
    x = (centres[labels] + random.normal(0, 1, (len(labels), dimensions))) * spread + random.normal(0, 3, dimensions)
    return x.astype(np.float32)


def scaled(x):
    x = x.astype(np.float64)
    variance = x.var(0)
    return (x - x.mean(0)) / np.sqrt(variance + 0.1 * variance.mean())


def logistic(c, weights=None):
    return LogisticRegression(C=c, tol=1e-10, max_iter=20000, class_weight=weights)


def held_back(x, y, folds, c, make, loss):
    """Mean loss over all rows, each held back once."""
    total = 0
    for fold in range(FOLDS):
        out = folds == fold
        total += loss(make(c).fit(x[~out], y[~out]), x[out], y[out])
    return total / len(x)


def case(name, kind, x, y, folds, make, loss, outputs, weights=None):
    standard = scaled(x)
    losses = [held_back(standard, y, folds, c, make, loss) for c in GRID]
    best = int(np.argmin(losses))
    model = make(GRID[best]).fit(standard, y)
    held = np.zeros((len(x), np.size(outputs(model, standard)) // len(x)))
    for fold in range(FOLDS):
        out = folds == fold
        held[out] = outputs(make(GRID[best]).fit(standard[~out], y[~out]), standard[out]).reshape(out.sum(), -1)
    return {
        "name": name,
        "loss": kind,
        "features": x.tolist(),
        "targets": np.asarray(y).tolist(),
        "folds": folds.tolist(),
        "class_weights": weights or [],
        "strength": 1 / GRID[best],
        "held_back": losses[best],
        "outputs": outputs(model, standard).tolist(),
        "held_back_outputs": held.tolist(),
    }


def classes_loss(model, x, y):
    return log_loss(y, model.predict_proba(x), labels=model.classes_, normalize=False)


def one_class(name, rows, classes, dimensions, distance):
    y = np.arange(rows) % classes
    x = features(y, classes, dimensions, distance)
    folds = np.arange(rows) // classes % FOLDS
    made = case(name, "CROSS_ENTROPY", x, y, folds, logistic, classes_loss, lambda m, z: m.decision_function(z))
    # the same as LogisticRegressionCV comes to by itself
    cross = LogisticRegressionCV(
        Cs=10, cv=[(np.flatnonzero(folds != f), np.flatnonzero(folds == f)) for f in range(FOLDS)],
        scoring="neg_log_loss", tol=1e-10, max_iter=20000, use_legacy_attributes=False
    ).fit(scaled(x), y)
    assert np.isclose(1 / np.ravel(cross.C_)[0], made["strength"]), (cross.C_, made["strength"])
    return made


def rare_class():
    y = np.concatenate([np.zeros(60), np.ones(20), np.full(10, 2)]).astype(int)
    x = features(y, 3, 12, 0.5)
    folds = np.arange(len(y)) % FOLDS
    weights = [len(y) / (3 * count) for count in np.bincount(y)]
    named = dict(enumerate(weights))

    def loss(model, x, y):
        each = np.array(weights)[y]
        return log_loss(y, model.predict_proba(x), sample_weight=each, normalize=False)

    made = case("balanced", "CROSS_ENTROPY", x, y, folds, lambda c: logistic(c, named), loss,
                lambda m, z: m.decision_function(z), weights)
    made["held_back"] *= len(y) / np.array(weights)[y].sum()
    return made


class OneAgainstRest:
    def __init__(self, c):
        self.c = c

    def fit(self, x, y):
        self.models = [logistic(self.c).fit(x, label) for label in y.T]
        return self

    def decision_function(self, x):
        return np.stack([model.decision_function(x) for model in self.models], 1)


def labels_loss(model, x, y):
    z = model.decision_function(x)
    return (np.logaddexp(0, z) - y * z).mean(1).sum()


def several_labels():
    x = random.normal(0, 1, (80, 15)).astype(np.float32)
    y = (x @ random.normal(0, 1, (15, 3)) + random.normal(0, 2, (80, 3)) > 0.5).astype(int)
    return case("several labels", "BINARY_CROSS_ENTROPY", x, y, np.arange(80) % FOLDS, OneAgainstRest, labels_loss,
                lambda m, z: m.decision_function(z))


def numbers():
    x = random.normal(1, 2, (70, 25)).astype(np.float32)
    y = x @ random.normal(0, 1, (25, 2)) * [1, 50] + random.normal(0, 1, (70, 2)) * [9, 300] + [10, -500]
    y = y.astype(np.float32)
    scaler = StandardScaler().fit(y.astype(np.float64))
    made = case("numbers", "SQUARED_ERROR", x, scaler.transform(y.astype(np.float64)), np.arange(70) % FOLDS,
                lambda c: Ridge(alpha=1 / c), lambda m, x, y: ((m.predict(x) - y) ** 2).mean(1).sum(),
                lambda m, z: scaler.inverse_transform(m.predict(z)))
    made["targets"] = y.tolist()
    standard = scaled(x)
    total = np.zeros(2)
    for fold in range(FOLDS):
        out = np.arange(70) % FOLDS == fold
        answers = scaler.transform(y.astype(np.float64))
        model = Ridge(alpha=made["strength"]).fit(standard[~out], answers[~out])
        total += ((model.predict(standard[out]) - answers[out]) ** 2).sum(0)
    made["held_back"] = float((total / 70 * scaler.var_).mean())
    return made


print(json.dumps({"cases": [
    one_class("more examples than features", 90, 3, 8, 0.6),
    one_class("fewer examples than features", 45, 3, 100, 0.25),
    one_class("many classes", 120, 12, 20, 0.8),
    rare_class(),
    several_labels(),
    numbers(),
]}))
