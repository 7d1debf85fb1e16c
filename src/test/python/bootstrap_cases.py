"""Predictions with the intervals that scikit-learn 1.9.1 (NumPy 2.4) gives its metrics by the bootstrap.

Usage: bootstrap_cases.py > src/test/resources/org/sparkbackprop/metrics/intervals.json

Every metric is computed by scikit-learn over each resample, whose rows are written out as often as they
occur. How often that is comes from the same random numbers as in the program: SplitMix64 at a counter.
null stands for an interval that there is not.
"""
import json
import math
import warnings

import numpy as np
from sklearn import metrics as sk

warnings.simplefilter("ignore")
generator = np.random.default_rng(24)

RESAMPLES = 200
GAMMA = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
BOUNDS = {
    "matthews_correlation": (-1, 1), "brier_score": (0, 2), "r2": (-math.inf, 1),
    **dict.fromkeys([
        "log_loss", "root_mean_squared_error", "mean_absolute_error", "median_absolute_error",
        "mean_poisson_deviance", "mean_pinball_loss"], (0, math.inf)),
}


def mix(bits):
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
    return bits ^ (bits >> 31)


def random_bits(seed, stream, position):
    key = mix((mix((seed + GAMMA) & MASK) + stream * GAMMA) & MASK)
    return mix((key + (position + 1) * GAMMA) & MASK)


def poisson(resample, row):
    uniform = (random_bits(1, resample, row) >> 11) / 2 ** 53
    count, probability = 0, math.exp(-1)
    sum_of_smaller = probability
    while uniform >= sum_of_smaller:
        count += 1
        probability /= count
        sum_of_smaller += probability
    return count


def resamples(rows):
    """The rows themselves, and the rows of each resample, with repetitions."""
    yield np.arange(rows)
    for b in range(1, RESAMPLES + 1):
        yield np.repeat(np.arange(rows), [poisson(b, row) for row in range(rows)])


def sampled(rows, step, partitions):
    """Every so manieth row of each partition, which are of equal sizes."""
    chosen = []
    size = rows // partitions
    for partition in range(partitions):
        begin = partition * size
        end = rows if partition == partitions - 1 else begin + size
        first = random_bits(1, step, partition) % step
        chosen.extend(range(begin + first, end, step))
    return chosen


def interval(metric, of_all, values, rows, all_rows):
    """The interval from the value over the sampled rows, which is the first, and those of resamples."""
    defined = np.array([value for value in values[1:] if value is not None])
    if of_all is None or values[0] is None or rows < 2 or 2 * len(defined) < RESAMPLES:
        return None
    lower, upper = np.quantile(defined, [0.025, 0.975])
    if upper - lower <= 1e-12 * max(abs(lower), abs(upper)):
        return None
    if metric == "expected_calibration_error":  # resamples look worse calibrated than rows are
        bias = defined.mean() - values[0]
        lower, upper = lower - bias, upper - bias
    factor = math.sqrt(rows / all_rows)
    lowest, highest = BOUNDS.get(metric, (0, 1))
    if rows == all_rows:
        of_all = values[0]
    return [
        max(lowest, of_all + factor * (lower - values[0])),
        min(highest, of_all + factor * (upper - values[0])),
    ]


def intervals(rows, of, step=1, partitions=1):
    """Of all metrics; of gives a dictionary of them for some rows."""
    chosen = np.array(sampled(rows, step, partitions))
    values = [of(chosen[places]) for places in resamples(len(chosen))]
    of_all = of(np.arange(rows))
    return {
        metric: interval(metric, of_all[metric], [value[metric] for value in values], len(chosen), rows)
        for metric in of_all
    }


def mean(values):
    return None if len(values) == 0 or None in values else float(np.mean(values))


def ratio(numerator, denominator):
    return None if denominator == 0 else float(numerator / denominator)


def calibration_error(P, labels):
    place = np.searchsorted(np.linspace(0, 1, 16)[1:-1], P.max(axis=1))
    gaps = (P.argmax(axis=1) == labels) - P.max(axis=1)
    return sum(abs(gaps[place == b].sum()) for b in range(15)) / len(labels)


def rankings(P, positive, columns):
    areas, precisions = [], []
    for k in columns:
        y = positive[:, k]
        areas.append(sk.roc_auc_score(y, P[:, k]) if 0 < y.sum() < len(y) else None)
        precisions.append(sk.average_precision_score(y, P[:, k]) if y.sum() > 0 else None)
    return {"roc_auc": mean(areas), "average_precision": mean(precisions)}


def classification(name, P, labels, threshold=None, positive=1, **sample):
    P, labels = np.asarray(P, float), np.asarray(labels)
    n, K = P.shape
    predicted = P.argmax(axis=1) if threshold is None else np.where(
        P[:, positive] >= threshold, positive, 1 - positive)
    names = [
        "accuracy", "balanced_accuracy", "matthews_correlation", "macro_f1", "log_loss", "brier_score",
        "expected_calibration_error"] + ["precision", "recall", "f1"] * (K == 2) + [
        "roc_auc", "average_precision"]

    def of(rows):
        if len(rows) == 0:
            return dict.fromkeys(names)
        p, y, chosen = P[rows], labels[rows], predicted[rows]
        several = len(set(y)) > 1 and len(set(chosen)) > 1
        figures = {
            "accuracy": sk.accuracy_score(y, chosen),
            "balanced_accuracy": sk.balanced_accuracy_score(y, chosen),
            "matthews_correlation": sk.matthews_corrcoef(y, chosen) if several else None,
            "macro_f1": sk.f1_score(y, chosen, average="macro", zero_division=0),
            "log_loss": sk.log_loss(y, p, labels=range(K)),
            "brier_score": sk.brier_score_loss(y, p, labels=range(K)),
            "expected_calibration_error": calibration_error(p, y),
        }
        if K == 2:
            hits = ((y == positive) & (chosen == positive)).sum()
            figures["precision"] = ratio(hits, (chosen == positive).sum())
            figures["recall"] = ratio(hits, (y == positive).sum())
            figures["f1"] = ratio(2 * hits, (chosen == positive).sum() + (y == positive).sum())
        figures.update(rankings(
            p, y[:, None] == np.arange(K), [positive] if K == 2 else range(K)))
        assert list(figures) == names
        return figures

    return {
        "name": name, "probabilities": P, "labels": labels, "threshold": threshold,
        "positive": positive, **sample, "expected": intervals(n, of, **sample),
    }


def multilabel(name, P, T, **sample):
    P, T = np.asarray(P, float), np.asarray(T)
    n, L = P.shape
    predicted = (P >= 0.5).astype(int)
    names = ["subset_accuracy", "hamming_loss", "micro_f1", "macro_f1", "roc_auc", "average_precision"]

    def of(rows):
        if len(rows) == 0:
            return dict.fromkeys(names)
        p, t, chosen = P[rows], T[rows], predicted[rows]
        f1 = lambda average: sk.f1_score(t, chosen, average=average, zero_division=0)
        return {
            "subset_accuracy": sk.accuracy_score(t, chosen),
            "hamming_loss": sk.hamming_loss(t, chosen),
            "micro_f1": f1("micro") if t.any() or chosen.any() else None,
            "macro_f1": f1("macro"),
            **rankings(p, t, range(L)),
        }

    return {
        "name": name, "probabilities": P, "targets": T, **sample,
        "expected": intervals(n, of, **sample),
    }


def regression(name, predicted, targets, loss="squared-error", quantiles=(), **sample):
    """Quantiles of one column, or a prediction for each column of targets."""
    P = np.atleast_2d(np.asarray(predicted, float).T).T
    T = np.atleast_2d(np.asarray(targets, float).T).T
    compared = np.repeat(T, max(1, len(quantiles)), axis=1)
    n, outputs = P.shape
    names = ["root_mean_squared_error", "mean_absolute_error", "median_absolute_error", "r2"]
    names += ["mean_poisson_deviance"] * (loss == "poisson")
    names += ["mean_pinball_loss"] * (loss == "pinball")

    def of_output(j, rows):
        if len(rows) == 0:
            return dict.fromkeys(names)
        t, p = compared[rows, j], P[rows, j]
        figures = {
            "root_mean_squared_error": sk.root_mean_squared_error(t, p),
            "mean_absolute_error": sk.mean_absolute_error(t, p),
            "median_absolute_error": sk.median_absolute_error(t, p),
            "r2": sk.r2_score(t, p) if len(set(t)) > 1 else None,
        }
        if loss == "poisson":
            figures["mean_poisson_deviance"] = sk.mean_poisson_deviance(t, p)
        if loss == "pinball":
            figures["mean_pinball_loss"] = sk.mean_pinball_loss(t, p, alpha=quantiles[j])
        return figures

    def of(rows):
        every = [of_output(j, rows) for j in range(outputs)]
        return {name: mean([figures[name] for figures in every]) for name in names}

    return {
        "name": name, "predicted": P, "targets": T, "loss": loss, "quantiles": quantiles, **sample,
        "expected": intervals(n, of, **sample),
        "per_output": [
            intervals(n, lambda rows, j=j: of_output(j, rows), **sample) for j in range(outputs)],
    }


def probabilities(n, K, sharpness=1.0, digits=3):
    P = generator.dirichlet(np.full(K, 1 / sharpness), n).round(digits)
    P[:, -1] = (1 - P[:, :-1].sum(axis=1)).round(digits)
    return np.clip(P, 0, 1)


def drawn(P):
    return np.array([generator.choice(len(p), p=p / p.sum()) for p in P])


def classification_cases():
    P = probabilities(80, 2, 2)
    y = drawn(P)
    yield classification("two classes", P, y)
    yield classification("two classes, the other one positive, a threshold", P, y, 0.3, 0)
    P = probabilities(40, 2, 2, 1)
    yield classification("ties", P, drawn(P))
    P = probabilities(60, 4, 3)
    yield classification("four classes", P, drawn(P))
    y = drawn(P)
    y[y == 3] = 0
    y[7] = 3
    yield classification("a class with one row", P, y)
    y[7] = 0
    yield classification("a class without rows", P, y)
    yield classification("more classes than most resamples have", probabilities(14, 12), np.arange(14) % 12)
    yield classification("one class in all rows", probabilities(20, 2), [1] * 20)
    yield classification("never the positive class", [[0.9, 0.1], [0.8, 0.2]] * 10, [0, 0, 0, 1] * 5)
    yield classification("all right", [[0.9, 0.1], [0.2, 0.8]] * 10, [0, 1] * 10)
    yield classification("sure and wrong", [[1, 0], [0, 1], [1e-300, 1]] * 6, [0, 1, 0] * 6)
    yield classification("equal probabilities", [[0.5, 0.5]] * 20, [0, 1, 1, 1] * 5)
    yield classification("two rows", [[0.4, 0.6], [0.7, 0.3]], [0, 1])
    yield classification("one row", [[0.4, 0.6]], [1])
    P = probabilities(300, 2, 2)
    yield classification("every third row", P, drawn(P), step=3, partitions=4)
    P = probabilities(90, 3, 2)
    yield classification("every second row of three classes", P, drawn(P), step=2, partitions=1)


def multilabel_cases():
    P = generator.random((60, 3)).round(2)
    T = (generator.random((60, 3)) < P).astype(int)
    yield multilabel("three labels", P, T)
    yield multilabel("every second row", P, T, step=2, partitions=3)
    T = T.copy()
    T[:, 1] = 0
    yield multilabel("a label that no row has", P, T)
    yield multilabel("no label at all", P[:10] / 3, np.zeros((10, 3), int))
    T[:, 1] = 1
    yield multilabel("a label that all rows have", P, T)
    T[1:, 1] = 0
    T[0, 1] = 1
    yield multilabel("a label that one row has", P, T)
    yield multilabel("one row", [[0.5, 0.4]], [[1, 1]])


def regression_cases():
    T = generator.normal(3, 2, 70).round(3)
    P = (T + generator.normal(0.3, 1, 70)).round(3)
    yield regression("one column", P, T)
    yield regression("every third row", P, T, step=3, partitions=2)
    yield regression("ties", np.round(P), np.round(T), "absolute-error")
    T = np.stack([T, generator.exponential(100, 70).round(2), T ** 3 - 1], axis=1)
    P = (T + generator.normal(0, 2, T.shape)).round(3)
    yield regression("three columns", P, T)
    T = T.copy()
    T[:, 1] = 7
    yield regression("a column that is constant", P, T)
    T = generator.poisson(2, 50)
    yield regression("counts", generator.gamma(2, 1, 50).round(4) + 0.001, T, "poisson")
    T = generator.normal(0, 3, 50).round(3)
    P = np.stack([T - 2, T + 0.1, T + 3], axis=1) + generator.normal(0, 2, (50, 3)).round(3)
    yield regression("quantiles", P, T, "pinball", [0.1, 0.5, 0.9])
    T = 1e6 + generator.normal(0, 1, 60).round(3)
    yield regression("far from 0", T + generator.normal(0, 0.5, 60).round(3), T)
    T = generator.normal(0, 1, 40).round(3)
    T[0] = 1e6
    yield regression("an outlier", T + generator.normal(0, 0.5, 40).round(3), T)
    T = generator.normal(0, 1, 40).round(3)
    T[20:] += 1e7
    yield regression("two groups far apart", T + generator.normal(0, 0.5, 40).round(3), T)
    yield regression("three rows far apart", [0, 0.002, 9e7, 2e8], [0, 0.001, 1e8, 2e8])
    yield regression("one of few targets differs", [0.3, 0.2, 0.1, 0.4], [0.1, 0.1, 0.1, 0.7])
    yield regression("constant targets", generator.random(10), [0.1] * 10)
    yield regression("exact", [1, 2, 3], [1, 2, 3])
    yield regression("the same error everywhere", np.arange(12) / 7 + 0.1, np.arange(12) / 7)
    yield regression("two rows", [2.5, 3], [2, 4])
    yield regression("one row", [2.5], [2])


def plain(value):
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(held) for held in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return int(value) if whole else value


kinds = {
    "classification": classification_cases,
    "multilabel": multilabel_cases,
    "regression": regression_cases,
}
print("{")
for kind, cases in kinds.items():
    lines = [json.dumps(plain(case), separators=(",", ":")) for case in cases()]
    print('"%s": [' % kind)
    print(",\n".join(lines))
    print("]" if kind == "regression" else "],")
print("}")
