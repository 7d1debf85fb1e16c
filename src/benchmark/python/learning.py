"""MNIST 784-300-10, sigmoid, Adam with batches of 128: time of training until the test accuracy is reached.

Usage: learning.py scikit-learn|pytorch float|double EPOCHS
"""
import os
import sys
import time

import numpy

library, precision, epochs = sys.argv[1], sys.argv[2], int(sys.argv[3])
type_ = {"float": numpy.float32, "double": numpy.float64}[precision]


def read(name, header):
    path = os.path.join("data", "mnist", name)
    with open(path, "rb") as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


x = (read("train-images-idx3-ubyte", 16).reshape(-1, 784) / 255).astype(type_)
y = read("train-labels-idx1-ubyte", 8).astype(numpy.int64)
test_x = (read("t10k-images-idx3-ubyte", 16).reshape(-1, 784) / 255).astype(type_)
test_y = read("t10k-labels-idx1-ubyte", 8).astype(numpy.int64)


def scikit_learn():
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier((300,), activation="logistic", solver="adam", batch_size=128, random_state=1)
    return (
        lambda: model.partial_fit(x, y, classes=numpy.arange(10)),
        lambda: (model.predict(test_x) == test_y).mean(),
    )


def pytorch():
    import torch

    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(1)
    torch.set_default_dtype({"float": torch.float32, "double": torch.float64}[precision])
    images, labels = torch.from_numpy(x), torch.from_numpy(y)
    network = torch.nn.Sequential(torch.nn.Linear(784, 300), torch.nn.Sigmoid(), torch.nn.Linear(300, 10))
    cost_of = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters())

    def epoch():
        order = torch.randperm(len(labels))
        for begin in range(0, len(labels), 128):
            batch = order[begin : begin + 128]
            optimizer.zero_grad()
            cost_of(network(images[batch]), labels[batch]).backward()
            optimizer.step()

    def accuracy():
        with torch.no_grad():
            return (network(torch.from_numpy(test_x)).argmax(dim=1).numpy() == test_y).mean()

    return epoch, accuracy


train, accuracy = {"scikit-learn": scikit_learn, "pytorch": pytorch}[library]()
seconds, targets = 0, [97, 98]
for epoch in range(1, epochs + 1):
    begin = time.perf_counter()
    train()
    seconds += time.perf_counter() - begin
    reached = accuracy()
    while targets and reached >= targets[0] / 100:
        print(f"{library}.{precision}.{targets[0]}.seconds", seconds)
        print(f"{library}.{precision}.{targets[0]}.passes", epoch)
        targets.pop(0)
    if not targets:
        break
print(f"{library}.{precision}.best", reached)
