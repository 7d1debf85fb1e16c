"""What Rankings.java and ManyScoresOnCluster.java compute, by NumPy and scikit-learn."""
import time

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix_at_thresholds,
    roc_auc_score,
)

ROWS, CLASSES, STEPS = 10_000_000, 10, 1000


def uniform(positions, factor):
    return (positions * np.uint64(factor) & np.uint64(0xFFFFFFFF)) * 2.0**-32


def score(positions):
    return uniform(positions, 2654435761)


def other(positions):
    return uniform(positions, 2246822519)


def rank(name, scores, positive, weights=None):
    begin = time.perf_counter()
    print(f"ranking.{name}.roc_auc %.16g" % roc_auc_score(positive, scores, sample_weight=weights))
    print(f"ranking.{name}.average_precision %.16g"
          % average_precision_score(positive, scores, sample_weight=weights))
    _, fps, fns, tps, thresholds = confusion_matrix_at_thresholds(
        positive, scores, sample_weight=weights)
    f1 = 2 * tps / (tps + fps + tps[-1])
    best = f1.argmax()
    print(f"ranking.{name}.largest_f1 %.16g" % f1[best])
    print(f"ranking.{name}.largest_f1_threshold %.16g"
          % (thresholds[best] / 2 + thresholds[best + 1] / 2))
    print(f"ranking.{name}.least_cost %.16g" % (fps + 5 * fns).min())
    print(f"ranking.{name}.seconds %.3f" % (time.perf_counter() - begin))


positions = np.arange(ROWS, dtype=np.uint64)
scores = score(positions)
rank("distinct", scores, other(positions) < scores)
tied = np.floor(scores * STEPS) / STEPS
rank("tied", tied, other(positions) < tied)
rank("weighted", scores, other(positions) < scores, 3 * uniform(positions, 3266489917))
column = slice(0, None, CLASSES)
rank("classes", scores[column], (other(positions) < scores / CLASSES)[column])
begin = time.perf_counter()
print("ranking.median.value %.16g" % np.median(scores * other(positions)))
print("ranking.median.seconds %.3f" % (time.perf_counter() - begin))
