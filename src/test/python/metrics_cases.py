"""Predictions with the metrics that scikit-learn 1.9.1 (NumPy 2.4) has for them.

Usage: metrics_cases.py > src/test/resources/org/sparkbackprop/metrics/cases.json

"expected" is what the fields of metrics.json should be in each of the two views, the second only where
there are weights; null stands for what is undefined there, where scikit-learn has a convention.
"""
import json
import warnings

import numpy as np
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
generator = np.random.default_rng(20)


def ratio(numerator, denominator):
    return None if denominator == 0 else float(numerator / denominator)


def views(weights, of):
    expected = {"UNWEIGHTED": of(None)}
    if len(weights):
        expected["WEIGHTED"] = of(np.array(weights, float))
    return expected


def amount_name(weights):
    return "rows" if weights is None else "weight"


def scores(values):
    return dict(zip(["precision", "recall", "f1"], map(float, values[:3])))


def bins(probability, occurred, weights, count, amount):
    edges = np.linspace(0, 1, count + 1)
    place = np.searchsorted(edges[1:-1], probability)
    found = []
    for b in range(count):
        inside = (place == b) & (weights > 0)
        if inside.any():
            w = weights[inside]
            found.append({
                "lower": edges[b],
                "upper": edges[b + 1],
                amount: w.sum(),
                "mean_probability": float(np.average(probability[inside], weights=w)),
                "observed_share": float(np.average(occurred[inside], weights=w)),
            })
    return found


def classification(name, P, labels, weights=(), threshold=None, positive=1):
    P = np.asarray(P, float)
    labels = np.asarray(labels)
    n, K = P.shape
    if threshold is None:
        predicted = P.argmax(axis=1)
    else:
        predicted = np.where(P[:, positive] >= threshold, positive, 1 - positive)

    def of(w):
        each = np.ones(n) if w is None else w
        total = each.sum()
        C = sk.confusion_matrix(labels, predicted, labels=range(K), sample_weight=w)
        support, chosen, hits = C.sum(axis=1), C.sum(axis=0), np.diag(C)
        prf = lambda average: scores(sk.precision_recall_fscore_support(
            labels, predicted, average=average, sample_weight=w))
        amount = amount_name(w)
        several = (support > 0).sum() > 1 and (chosen > 0).sum() > 1
        calibration = bins(P.max(axis=1), P.argmax(axis=1) == labels, each, 15, amount)
        expected = {
            amount: total,
            "accuracy": sk.accuracy_score(labels, predicted, sample_weight=w),
            "balanced_accuracy": sk.balanced_accuracy_score(labels, predicted, sample_weight=w),
            "matthews_correlation":
                sk.matthews_corrcoef(labels, predicted, sample_weight=w) if several else None,
            "macro_average": prf("macro"),
            "weighted_average": prf("weighted"),
            "log_loss": sk.log_loss(labels, P, labels=range(K), sample_weight=w),
            "brier_score": sk.brier_score_loss(labels, P, labels=range(K), sample_weight=w),
            "top_k_accuracy": {
                str(k): sk.top_k_accuracy_score(labels, P, k=k, labels=range(K), sample_weight=w)
                for k in (2, 3, 5) if k < K
            },
            "classes": ["c%d" % k for k in range(K)],
            "confusion_matrix": C.tolist(),
            "per_class": [{
                "class": "c%d" % k,
                "support": support[k],
                "predicted": chosen[k],
                "precision": ratio(hits[k], chosen[k]),
                "recall": ratio(hits[k], support[k]),
                "f1": ratio(2 * hits[k], chosen[k] + support[k]),
            } for k in range(K)],
            "expected_calibration_error": sum(
                b[amount] * abs(b["observed_share"] - b["mean_probability"])
                for b in calibration) / total,
            "calibration": calibration,
        }
        if K == 2:
            del expected["top_k_accuracy"]
            expected["positive_class"] = "c%d" % positive
            if threshold is not None:
                expected["threshold"] = threshold
            expected["true_positives"] = C[positive, positive]
            expected["false_positives"] = C[1 - positive, positive]
            expected["false_negatives"] = C[positive, 1 - positive]
            expected["true_negatives"] = C[1 - positive, 1 - positive]
            curve = bins(P[:, positive], labels == positive, each, 10, amount)
            expected["reliability_curve"] = curve
            if w is None and len(set(labels)) == 2:
                true, mean = calibration_curve(
                    labels, P[:, positive], pos_label=positive, n_bins=10)
                assert np.allclose(true, [b["observed_share"] for b in curve], 1e-14)
                assert np.allclose(mean, [b["mean_probability"] for b in curve], 1e-14)
        return expected

    return {
        "name": name, "classes": K, "probabilities": P, "labels": labels, "weights": weights,
        "threshold": threshold, "positive": positive, "expected": views(weights, of),
    }


def multilabel(name, P, T, weights=(), thresholds=None):
    P, T = np.asarray(P, float), np.asarray(T)
    n, L = P.shape
    thresholds = [0.5] * L if thresholds is None else thresholds
    predicted = (P >= np.array(thresholds)).astype(int)

    def of(w):
        prf = lambda average: scores(sk.precision_recall_fscore_support(
            T, predicted, average=average, sample_weight=w))
        M = sk.multilabel_confusion_matrix(T, predicted, sample_weight=w)
        per_label = []
        for j in range(L):
            (tn, fp), (fn, tp) = M[j].tolist()
            per_label.append({
                "label": "l%d" % j,
                "threshold": thresholds[j],
                "support": tp + fn,
                "true_positives": tp,
                "false_positives": fp,
                "false_negatives": fn,
                "true_negatives": tn,
                "precision": ratio(tp, tp + fp),
                "recall": ratio(tp, tp + fn),
                "f1": ratio(2 * tp, 2 * tp + fp + fn),
                "log_loss": sk.log_loss(T[:, j], P[:, j], labels=[0, 1], sample_weight=w),
                "brier_score": float(np.average((T[:, j] - P[:, j]) ** 2, weights=w)),
            })
            if len(set(T[:, j])) == 2:
                assert abs(per_label[-1]["brier_score"] - sk.brier_score_loss(
                    T[:, j], P[:, j], sample_weight=w)) < 1e-15
        micro = prf("micro")
        tp, predictions, labelled = M[:, 1, 1].sum(), M[:, :, 1].sum(), M[:, 1, :].sum()
        micro["precision"] = micro["precision"] if predictions else None
        micro["recall"] = micro["recall"] if labelled else None
        micro["f1"] = micro["f1"] if predictions + labelled else None
        return {
            amount_name(w): n if w is None else w.sum(),
            "subset_accuracy": sk.accuracy_score(T, predicted, sample_weight=w),
            "hamming_loss": sk.hamming_loss(T, predicted, sample_weight=w),
            "jaccard": sk.jaccard_score(T, predicted, average="samples", sample_weight=w),
            "log_loss": float(np.mean([row["log_loss"] for row in per_label])),
            "brier_score": float(np.mean([row["brier_score"] for row in per_label])),
            "micro_average": micro,
            "macro_average": prf("macro"),
            "weighted_average": prf("weighted") if labelled else dict.fromkeys(micro),
            "samples_average": prf("samples"),
            "labels": ["l%d" % j for j in range(L)],
            "per_label": per_label,
        }

    return {
        "name": name, "probabilities": P, "targets": T, "weights": weights,
        "thresholds": thresholds, "expected": views(weights, of),
    }


def regression(name, predicted, targets, weights=(), quantiles=()):
    P = np.atleast_2d(np.asarray(predicted, float).T).T
    T = np.atleast_2d(np.asarray(targets, float).T).T
    n, outputs = T.shape

    def of(w):
        per_output = []
        for j in range(outputs):
            t, p = T[:, j], P[:, j]
            counted = np.ones(n, bool) if w is None else w > 0
            spread = n > 1 and len(set(t[counted])) > 1
            valid = (t[counted] >= 0).all() and (p[counted] > 0).all()
            row = {"output": "o%d" % j}
            if quantiles:
                row["quantile"] = quantiles[j]
            row.update({
                "mean_squared_error": sk.mean_squared_error(t, p, sample_weight=w),
                "root_mean_squared_error": sk.root_mean_squared_error(t, p, sample_weight=w),
                "mean_absolute_error": sk.mean_absolute_error(t, p, sample_weight=w),
                "largest_error": sk.max_error(t[counted], p[counted]),
                "mean_error": float(np.average(p - t, weights=w)),
                "r2": sk.r2_score(t, p, sample_weight=w) if spread else None,
                "explained_variance":
                    sk.explained_variance_score(t, p, sample_weight=w) if spread else None,
                "mean_absolute_percentage_error":
                    sk.mean_absolute_percentage_error(t, p, sample_weight=w),
                "mean_poisson_deviance": sk.mean_poisson_deviance(
                    t[counted], p[counted], sample_weight=None if w is None else w[counted])
                    if valid else None,
            })
            if quantiles:
                row["mean_pinball_loss"] = sk.mean_pinball_loss(
                    t, p, sample_weight=w, alpha=quantiles[j])
            per_output.append(row)
        expected = {amount_name(w): n if w is None else w.sum()}
        for key in per_output[0]:
            if key not in ("output", "quantile"):
                values = [row[key] for row in per_output]
                expected[key] = None if None in values else float(np.mean(values))
        expected["outputs"] = ["o%d" % j for j in range(outputs)]
        expected["per_output"] = per_output
        return expected

    return {
        "name": name, "predicted": P, "targets": T, "weights": weights,
        "quantiles": quantiles, "expected": views(weights, of),
    }


def probabilities(n, K, sharpness=1.0, digits=4):
    P = generator.dirichlet(np.full(K, 1 / sharpness), n).round(digits)
    P[:, -1] = (1 - P[:, :-1].sum(axis=1)).round(digits)
    return np.clip(P, 0, 1)


def drawn(P):
    return np.array([generator.choice(len(p), p=p / p.sum()) for p in P])


def some_weights(n):
    return np.where(generator.random(n) < 0.2, 0, generator.gamma(1.5, 2, n).round(3))


def classification_cases():
    P = probabilities(60, 2, 2)
    y = drawn(P)
    yield classification("two classes", P, y)
    yield classification("two classes, weights", P, y, some_weights(60))
    yield classification("threshold", P, y, some_weights(60), threshold=0.3)
    yield classification("threshold of class 0", P, y, some_weights(60), threshold=0.7, positive=0)
    P = probabilities(60, 5, 3)
    yield classification("five classes, weights", P, drawn(P), some_weights(60))
    P = probabilities(40, 20, 8, 3)
    yield classification("twenty classes, weights", P, drawn(P), some_weights(40))
    P = generator.integers(0, 3, (50, 4)) + 1.0
    P /= P.sum(axis=1, keepdims=True)
    yield classification("ties", P, drawn(P), generator.integers(1, 4, 50) / 10)
    P = generator.integers(0, 11, 40) / 10
    P = np.stack([1 - P, P], axis=1)
    yield classification("edges of bins", P, drawn(P))
    P = generator.choice([0, 1e-300, 1e-17, 0.5, 1], 30)
    yield classification(
        "sure and wrong", np.stack([1 - P, P], axis=1), generator.integers(0, 2, 30))
    P = probabilities(30, 4, 2)
    yield classification(
        "a class missing in the labels", P, np.where((y := drawn(P)) == 1, 2, y), some_weights(30))
    P = probabilities(30, 4, 2)
    y = drawn(P)
    P[:, 1] = 0
    P /= P.sum(axis=1, keepdims=True)
    yield classification("a class missing in the predictions", P, y, some_weights(30))
    P[:, 1], y = 0, np.where(y == 1, 0, y)
    yield classification("a class that does not occur", P, y)
    yield classification("one row", [[0.2, 0.5, 0.3]], [2], [0.7])
    yield classification("constant predictions", [[0.6, 0.3, 0.1]] * 20, [0, 1] * 9 + [2, 2])
    yield classification("one label", probabilities(10, 2), [1] * 10)
    w = [0, 0, 0, 1, 2, 0.5]
    yield classification(
        "a class without weight", probabilities(6, 3), [0, 0, 0, 1, 2, 1], w)


def multilabel_cases():
    P = generator.random((40, 4)).round(3)
    T = (generator.random((40, 4)) < P).astype(int)
    yield multilabel("four labels", P, T)
    yield multilabel("four labels, weights", P, T, some_weights(40))
    yield multilabel("thresholds", P, T, some_weights(40), [0.2, 0.5, 0.9, 0.35])
    T, P = T.copy(), P.copy()
    T[:, 1] = 0
    P[:, 2] = 0.1
    P[:, 3] = 0.2
    T[:, 3] = 0
    yield multilabel("empty labels", P, T, some_weights(40))
    yield multilabel("no label at all", P[:5], np.zeros((5, 4), int), [1, 2, 3, 0, 1])
    yield multilabel("sure and wrong", [[0, 1], [1, 0], [0, 0]], [[0, 0], [0, 1], [1, 0]])
    yield multilabel("one row", [[0.5, 0.4]], [[1, 1]])


def regression_cases():
    T = generator.normal(3, 2, (50, 1)).round(3)
    P = (T + generator.normal(0.3, 1, (50, 1))).round(3)
    yield regression("one output", P, T)
    yield regression("one output, weights", P, T, some_weights(50))
    T = np.concatenate([T, generator.exponential(100, (50, 1)), T ** 3], axis=1).round(3)
    P = (T + generator.normal(0, 2, T.shape)).round(3)
    yield regression("three outputs, quantiles, weights", P, T, some_weights(50), [0.1, 0.5, 0.95])
    T = generator.poisson(2, 40)
    P = generator.gamma(2, 1, 40).round(4) + 0.001
    yield regression("counts", P, T, some_weights(40))
    yield regression("a prediction of 0", np.where(np.arange(40) == 7, 0, P), T)
    T = 1e9 + generator.normal(0, 1, 60)
    yield regression("large targets, little noise", T + generator.normal(0, 0.5, 60), T)
    yield regression(
        "large targets, little noise, weights", T + generator.normal(1, 0.5, 60), T,
        some_weights(60))
    T[0] = 0
    yield regression("a first target far from the others", T + 1, T)
    yield regression("biased", generator.normal(1e6, 1, 30), generator.normal(0, 1, 30))
    yield regression("one row", [2.5], [2], [0.3])
    yield regression("constant targets", generator.random(10), [0.1] * 10)
    yield regression("exact", [1, 2, 3], [1, 2, 3])
    yield regression(
        "constant targets with weight", generator.random(4), [0.1, 0.1, 0.1, 7], [1, 2, 0.5, 0])
    yield regression("targets of 0", [0.5, 0.25, 2], [0, 0.2, 0])


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
