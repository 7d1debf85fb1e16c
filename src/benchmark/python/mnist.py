"""Full-batch epochs of 784-HIDDEN-10 with PyTorch. Usage: mnist.py HIDDEN PRECISION EPOCHS THREADS"""
import statistics
import sys
import time

import torch

hidden, precision, epochs, threads = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(threads)
torch.set_default_dtype({"float": torch.float32, "double": torch.float64}[precision])
torch.manual_seed(1)
X = torch.rand(60000, 784)
labels = torch.randint(0, 10, (60000,))
network = torch.nn.Sequential(torch.nn.Linear(784, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 10))
cost_of = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(network.parameters(), lr=0.5)

seconds = []
for epoch in range(epochs):
    begin = time.perf_counter()
    optimizer.zero_grad()
    scores = network(X)
    cost = cost_of(scores, labels)
    cost.backward()
    optimizer.step()
    accuracy = (scores.argmax(dim=1) == labels).double().mean().item()
    seconds.append(time.perf_counter() - begin)
print(f"pytorch.{hidden}.{precision}.epoch", statistics.median(seconds[2:]))
