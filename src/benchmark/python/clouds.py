"""The classic run as one writes it with NumPy. Usage: clouds.py EPOCHS"""
import sys
import time

import numpy as np

epochs = int(sys.argv[1])
generator = np.random.default_rng(1)
centers = [[0, -2], [2, 2], [-2, 2]]
X = np.concatenate([generator.normal(size=(500, 2)) + center for center in centers])
T = np.repeat(np.eye(3), 500, axis=0)
W1, b1 = generator.normal(size=(2, 3)), generator.normal(size=3)
W2, b2 = generator.normal(size=(3, 3)), generator.normal(size=3)
learning_rate = 10e-7

begin = time.perf_counter()
for epoch in range(epochs):
    Z = 1 / (1 + np.exp(-(X @ W1 + b1)))
    A = np.exp(Z @ W2 + b2)
    Y = A / A.sum(axis=1, keepdims=True)
    if epoch % 100 == 0:
        cost = -(T * np.log(Y)).sum()
        accuracy = (Y.argmax(axis=1) == T.argmax(axis=1)).mean()
    error = Y - T
    hidden_error = (error @ W2.T) * Z * (1 - Z)
    W2 -= learning_rate * (Z.T @ error)
    b2 -= learning_rate * error.sum(axis=0)
    W1 -= learning_rate * (X.T @ hidden_error)
    b1 -= learning_rate * hidden_error.sum(axis=0)
print("numpy.clouds.epoch", (time.perf_counter() - begin) / epochs)
