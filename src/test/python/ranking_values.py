"""Makes the values that the tests of metrics.ranking keep, with scikit-learn 1.9.1 and NumPy 2.4.6.

    python src/test/python/ranking_values.py > src/test/resources/org/sparkbackprop/metrics/ranking/ranking.json
"""

import json
import sys
import warnings

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix_at_thresholds,
    median_absolute_error,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)
from sklearn.utils.stats import _weighted_percentile

warnings.simplefilter("ignore")
rng = np.random.default_rng(20260)
BINS = 20
COST_OF_FALSE_POSITIVE, COST_OF_FALSE_NEGATIVE = 1.0, 7.5
LEAST_PRECISION = 0.7


def or_none(value):
    return None if np.isnan(value) else float(value)


def chosen(scores, fps, tps, thresholds, merit, possible):
    """The first of the best decisions in descending order; -1 of the arrays is 'nothing positive'."""
    best = None
    for i in range(-1, len(thresholds)):
        fp, tp = (0.0, 0.0) if i < 0 else (float(fps[i]), float(tps[i]))
        if possible(i, fp, tp) and (best is None or merit(fp, tp) > best[0]):
            score = None if i < 0 else float(thresholds[i])
            below = float(thresholds[i + 1]) if i + 1 < len(thresholds) else None
            best = (merit(fp, tp), {"score": score, "below": below, "fp": fp, "tp": tp})
    return None if best is None else best[1]


def decisions(scores, positive, weights):
    _, fps, _, tps, thresholds = confusion_matrix_at_thresholds(
        positive, scores, sample_weight=weights, pos_label=1
    )
    p = tps[-1]
    return {
        "largest_f1": chosen(scores, fps, tps, thresholds,
                             lambda fp, tp: 2 * tp / (tp + fp + p),
                             lambda i, fp, tp: i >= 0 and p > 0),
        "least_cost": chosen(scores, fps, tps, thresholds,
                             lambda fp, tp: -(COST_OF_FALSE_POSITIVE * fp
                                              + COST_OF_FALSE_NEGATIVE * (p - tp)),
                             lambda i, fp, tp: True),
        "greatest_recall": chosen(scores, fps, tps, thresholds,
                                  lambda fp, tp: tp,
                                  lambda i, fp, tp: tp > 0 and tp / (tp + fp) >= LEAST_PRECISION),
    }


def binary(name, scores, positive, weights=None):
    scores, positive = np.asarray(scores, float), np.asarray(positive, int)
    fpr, tpr, _ = roc_curve(positive, scores, sample_weight=weights, drop_intermediate=False,
                            pos_label=1)
    precision, recall, thresholds = precision_recall_curve(
        positive, scores, sample_weight=weights, pos_label=1)
    counted = np.ones(len(scores)) if weights is None else weights
    used = scores[counted > 0]
    lowest, highest = used.min(), used.max()
    limits = (0, 1) if lowest >= 0 and highest <= 1 else (lowest, highest)
    both = len(np.unique(positive[counted > 0])) == 2

    def histogram(kind):
        keep = (positive == kind) & (counted > 0)
        return np.histogram(scores[keep], BINS, limits, weights=counted[keep])[0].tolist()

    return {
        "name": name,
        "scores": scores.tolist(),
        "positive": positive.tolist(),
        "weights": [] if weights is None else weights.tolist(),
        "roc_auc": or_none(roc_auc_score(positive, scores, sample_weight=weights)),
        "average_precision":
            float(average_precision_score(positive, scores, sample_weight=weights, pos_label=1))
            if (positive[counted > 0] == 1).any() else None,
        "fpr": fpr.tolist() if both else [],
        "tpr": tpr.tolist() if both else [],
        "precision": precision[:-1][::-1].tolist(),
        "recall": recall[:-1][::-1].tolist(),
        "thresholds": thresholds[::-1].tolist(),
        "positives_by_bin": histogram(1),
        "negatives_by_bin": histogram(0),
        **decisions(scores, positive, weights),
    }


def drawn(rows, shift=1.0, share=0.4):
    positive = (rng.random(rows) < share).astype(int)
    return 1 / (1 + np.exp(-rng.normal(size=rows) - shift * positive + 0.5)), positive


def some_weights(rows, zeros=0.2):
    weights = rng.random(rows) * 3
    weights[rng.random(rows) < zeros] = 0
    return weights


def binary_cases():
    yield binary("continuous", *drawn(120))
    scores, positive = drawn(150)
    yield binary("ties", np.round(scores, 2), positive)
    yield binary("ties and weights", np.round(scores, 2), positive, some_weights(150))
    scores, positive = drawn(120)
    yield binary("heavy ties", np.round(scores * 2) / 2, positive)
    yield binary("heavy ties and weights", np.round(scores * 2) / 2, positive, some_weights(120))
    scores, positive = drawn(100, share=0.05)
    yield binary("few positives", scores, positive)
    scores, positive = drawn(60)
    yield binary("scores of any size", np.log(scores / (1 - scores)) * 3, positive,
                 some_weights(60))
    yield binary("zeros of both signs", [0.0, -0.0, 0.5, 0.0, -0.0, -1.0], [1, 0, 1, 0, 1, 0])
    yield binary("perfect", [0.9, 0.8, 0.3, 0.1], [1, 1, 0, 0])
    yield binary("perfect and weights", [0.9, 0.8, 0.3, 0.1], [1, 1, 0, 0],
                 np.array([0.1, 0.2, 0.3, 0.7]))
    yield binary("worst", [0.9, 0.8, 0.3, 0.1], [0, 0, 1, 1])
    yield binary("all equal", [0.3] * 7, [1, 0, 0, 1, 0, 0, 0])
    yield binary("two rows", [0.3, 0.6], [0, 1])
    yield binary("two equal rows", [0.6, 0.6], [0, 1])
    yield binary("one positive", [0.6], [1])
    yield binary("one negative", [0.6], [0])
    yield binary("positives alone", [0.6, 0.2, 0.2], [1, 1, 1])
    yield binary("negatives alone", [0.6, 0.2, 0.2], [0, 0, 0])
    yield binary("positives without weight", [0.6, 0.2, 0.7], [0, 1, 0], np.array([1.0, 0, 2]))


def classes(name, rows, count, present, weights=None, digits=None):
    logits = rng.normal(size=(rows, count))
    labels = rng.choice(present, rows)
    labels[: len(present)] = present
    logits[np.arange(rows), labels] += 1
    scores = np.exp(logits)
    if digits is not None:
        scores = np.round(scores, digits) + 0.125
    scores /= scores.sum(axis=1, keepdims=True)
    indicator = np.eye(count)[labels]
    missing = len(present) < count

    def auc(average):
        return or_none(roc_auc_score(labels, scores, multi_class="ovr", average=average,
                                     labels=np.arange(count), sample_weight=weights))

    def precision(average):
        return float(average_precision_score(indicator, scores, average=average,
                                             sample_weight=weights))

    return {
        "name": name,
        "classes": count,
        "scores": scores.ravel().tolist(),
        "labels": labels.tolist(),
        "weights": [] if weights is None else weights.tolist(),
        "macro_roc_auc": auc("macro"),
        "weighted_roc_auc": auc("weighted"),
        "macro_average_precision": None if missing else precision("macro"),
        "weighted_average_precision": precision("weighted"),
    }


def class_cases():
    yield classes("three", 60, 3, [0, 1, 2])
    yield classes("three with weights and ties", 60, 3, [0, 1, 2], some_weights(60), 0)
    yield classes("five", 50, 5, [0, 1, 2, 3, 4])
    yield classes("a class without rows", 40, 4, [0, 1, 3])
    yield classes("a class without rows, and weights", 40, 4, [0, 1, 3], some_weights(40, 0))
    yield classes("two of three", 30, 3, [0, 2])
    yield classes("one of three", 10, 3, [1])


def values(name, numbers, weights=None):
    numbers = np.asarray(numbers, float)
    counted = np.ones(len(numbers)) if weights is None else np.asarray(weights, float)
    percents = [0, 1, 10, 25, 50, 75, 90, 99, 100]
    return {
        "name": name,
        "values": numbers.tolist(),
        "weights": [] if weights is None else counted.tolist(),
        "median": or_none(median_absolute_error(
            np.zeros(len(numbers)), np.abs(numbers), sample_weight=weights)),
        "shares": [percent / 100 for percent in percents],
        "quantiles": [float(_weighted_percentile(numbers, counted, percent, average=True))
                      for percent in percents],
    }


def value_cases():
    for rows in (1, 2, 3, 4, 40, 41):
        yield values("%d rows" % rows, rng.exponential(size=rows))
    yield values("ties", np.round(rng.exponential(size=60), 1))
    yield values("weights", rng.exponential(size=50), some_weights(50))
    yield values("ties and weights", np.round(rng.exponential(size=80), 1), some_weights(80))
    yield values("whole weights", rng.exponential(size=40), rng.integers(0, 4, 40))
    yield values("the border has no weight after it", [1, 2, 3, 4, 5], [1, 1, 0, 0, 2])
    yield values("no weight at both ends", [1, 2, 3, 4, 5], [0, 1, 1, 1, 0])
    yield values("of both signs", rng.normal(size=30))
    yield values("all equal", [2.5] * 6)


def main():
    kept = {
        "bins": BINS,
        "cost_of_false_positive": COST_OF_FALSE_POSITIVE,
        "cost_of_false_negative": COST_OF_FALSE_NEGATIVE,
        "least_precision": LEAST_PRECISION,
        "binary": list(binary_cases()),
        "classes": list(class_cases()),
        "values": list(value_cases()),
    }
    json.dump(kept, sys.stdout, separators=(",", ":"), allow_nan=False)
    sys.stdout.write("\n")


main()
