"""Trainings of numbers, labels and two classes with one output, made with NumPy 2.4 in double precision.

Usage: golden_targets.py > src/test/resources/org/sparkbackprop/train/golden_targets.json

Each case is full-batch gradient descent over the rows of "features" and "targets" from "weights": W1 row by
row, b1, W2, ... "costs" are sums over the rows, of the weights before each epoch and after the last one;
"predictions" are those of the last weights, in the units of the columns. Numbers are standardised here, too.
"""
import json

import numpy as np

EPOCHS = 200
ROWS = 40
generator = np.random.default_rng(24)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


ACTIVATIONS = {  # with the derivative by the activation itself
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
}


def squared_error(a, t):
    return (a - t) ** 2 / 2, a - t


def absolute_error(a, t):
    return np.abs(a - t), np.sign(a - t)


def huber(delta):
    def loss(a, t):
        e = a - t
        small = np.abs(e) <= delta
        return (np.where(small, e * e / 2, delta * (np.abs(e) - delta / 2)),
                np.where(small, e, delta * np.sign(e)))
    return loss


def poisson(a, t):
    y = np.exp(a)
    logs = np.log(np.where(t > 0, t, 1))
    return y - t + np.where(t > 0, t * (logs - a), 0), y - t


def pinball(quantiles):
    q = np.array(quantiles)

    def loss(a, t):
        columns = np.repeat(t, len(q), axis=1)
        shares = np.tile(q, t.shape[1])
        e = a - columns
        return np.maximum((1 - shares) * e, -shares * e), np.where(e > 0, 1 - shares, -shares)
    return loss


def cross_entropy(a, t):
    y = sigmoid(a)
    return -t * np.log(y) - (1 - t) * np.log1p(-y), y - t


def forward(weights, activation, X):
    layers = [X]
    for W, b in weights[:-1]:
        layers.append(ACTIVATIONS[activation][0](layers[-1] @ W + b))
    W, b = weights[-1]
    return layers, layers[-1] @ W + b


def train(weights, activation, X, T, loss, rate, divisor):
    costs = []
    for epoch in range(EPOCHS + 1):
        layers, scores = forward(weights, activation, X)
        losses, delta = loss(scores, T)
        costs.append(float(losses.sum()))
        if epoch == EPOCHS:
            return costs, scores
        gradients = []
        for l in reversed(range(len(weights))):
            gradients.append((layers[l].T @ delta / divisor, delta.sum(axis=0) / divisor))
            if l > 0:
                delta = delta @ weights[l][0].T * ACTIVATIONS[activation][1](layers[l])
        weights = [(W - rate * gW, b - rate * gb)
                   for (W, b), (gW, gb) in zip(weights, reversed(gradients))]


def case(name, settings, T, loss, predict, outputs=None, hidden=(5,), activation="tanh", rate=0.3,
         gradient="mean", standardise="auto"):
    """A case; targets T have shape (rows, columns)."""
    number = settings["target.kind"] == "number"
    shift, scale = np.zeros(T.shape[1]), np.ones(T.shape[1])
    if number and standardise == "auto":
        if settings["target.loss"] == "poisson":
            scale = T.mean(axis=0)
        else:
            shift, scale = T.mean(axis=0), T.std(axis=0)
    sizes = [X.shape[1], *hidden, outputs or T.shape[1]]
    weights = [(generator.normal(0, 0.7, (n, m)), generator.normal(0, 0.2, m))
               for n, m in zip(sizes, sizes[1:])]
    costs, scores = train(weights, activation, X, (T - shift) / scale, loss, rate,
                          len(X) if gradient == "mean" else 1)
    predictions = predict(scores)
    if number:
        each = predictions.shape[1] // T.shape[1]
        predictions = predictions * np.repeat(scale, each) + np.repeat(shift, each)
    return {
        "name": name,
        "settings": {
            **settings,
            "target.standardisation": standardise,
            "network.hidden": list(hidden),
            "network.activation": activation,
            "optimizer.learning-rate": rate,
            "optimizer.gradient": gradient,
        },
        "targets": T.tolist(),
        "outputs": sizes[-1],
        "weights": np.concatenate([each.ravel() for layer in weights for each in layer]).tolist(),
        "costs": costs,
        "predictions": predictions.tolist(),
    }


def same(scores):
    return scores


X = generator.normal(size=(ROWS, 3))
noise = generator.normal(size=(ROWS, 3))
smooth = np.sin(X[:, 0]) + X[:, 1] * X[:, 2] + 0.2 * noise[:, 0]
price = (250_000 + 80_000 * smooth)[:, None]
both = np.column_stack([price[:, 0], 12 + 3 * np.cos(X[:, 1]) + 0.3 * noise[:, 1]])
counts = generator.poisson(np.exp(0.8 + 0.6 * X[:, :1])).astype(float)
labels = (X @ generator.normal(size=(3, 3)) + noise > 0).astype(float)
classes = (smooth + 0.3 * noise[:, 2] > 0).astype(float)[:, None]
outliers = price.copy()
outliers[::13] *= 4


def numbers(loss, **more):
    return {"target.kind": "number", "target.loss": loss, **more}


cases = [
    case("one number", numbers("squared-error"), price, squared_error, same),
    case("two numbers in units far apart", numbers("squared-error"), both, squared_error, same,
         hidden=(6, 4), activation="sigmoid"),
    case("two numbers as they are, by the sum", numbers("squared-error"), both / [1e5, 10], squared_error,
         same, rate=0.004, gradient="sum", standardise="none"),
    case("absolute error", numbers("absolute-error"), price, absolute_error, same, rate=0.05),
    case("huber", numbers("huber", **{"target.huber-delta": 0.4}), outliers, huber(0.4), same),
    case("counts", numbers("poisson"), counts, poisson, np.exp, rate=0.1),
    case("two columns with two quantiles each", numbers("pinball", **{"target.quantiles": [0.2, 0.7]}),
         both, pinball([0.2, 0.7]),
         lambda a: np.sort(a.reshape(len(a), 2, 2), axis=2).reshape(len(a), 4), outputs=4, rate=0.05),
    case("three labels", {"target.kind": "labels"}, labels, cross_entropy, sigmoid),
    case("two classes with one output", {"target.kind": "class", "target.loss": "sigmoid-cross-entropy"},
         classes, cross_entropy, lambda a: np.column_stack([sigmoid(-a), sigmoid(a)]),
         activation="sigmoid"),
]
for each in cases:
    assert each["costs"][-1] < each["costs"][0], each["name"]
print("{\n\"features\": %s,\n\"cases\": [\n%s\n]\n}" % (
    json.dumps(X.tolist()), ",\n".join(json.dumps(each) for each in cases)))
