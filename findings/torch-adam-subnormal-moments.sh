#!/usr/bin/env bash
# Adam in PyTorch on a CPU: parameters whose gradient has become 0 (units that no sample reaches any more)
# make each step some twenty times as slow, 900 steps later and for the rest of the training. Their first
# moment decays by 0.9 a step until it is a subnormal number, and there it stays: 0.9 times the least float
# is rounded back to it. Nothing warns; torch.set_flush_denormal(True) helps where the processor can.
set -euo pipefail
version=2.15.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q "torch==$version" numpy
cat > steps.py <<'PY'
import statistics
import time

import torch

torch.set_num_threads(1)


def seconds(flush):
    """Median time of a step before and after the moments have decayed, and their least magnitude."""
    torch.set_flush_denormal(flush)
    torch.manual_seed(1)
    weights = torch.nn.Parameter(torch.randn(1_000_000))
    optimizer = torch.optim.Adam([weights], lr=1e-3, fused=True)
    weights.grad = torch.randn(1_000_000) * 1e-3
    optimizer.step()
    weights.grad = torch.zeros(1_000_000)
    times = []
    for _ in range(1200):
        begin = time.perf_counter()
        optimizer.step()
        times.append(time.perf_counter() - begin)
    least = optimizer.state[weights]["exp_avg"].abs().max().item()
    return statistics.median(times[100:300]), statistics.median(times[1000:]), least


print("PyTorch", torch.__version__)
early, late, largest = seconds(False)
print(f"largest first moment after 1,200 steps without gradient: {largest:.3g}")
print(f"step after 100 to 300: {1e3 * early:.2f} ms, after 1,000 to 1,200: {1e3 * late:.2f} ms, {late / early:.1f} times")
flushed, late_flushed, _ = seconds(True)
print(f"the same with set_flush_denormal: {1e3 * flushed:.2f} ms, {1e3 * late_flushed:.2f} ms")
assert 0 < largest < 1.2e-38, "the moments are not subnormal"
assert late > 2 * early, "steps are not slower"
PY
venv/bin/python steps.py
# PyTorch 2.15.0+cu132
# largest first moment after 1,200 steps without gradient: 5.61e-45
# step after 100 to 300: 0.72 ms, after 1,000 to 1,200: 14.95 ms, 20.8 times
# the same with set_flush_denormal: 0.71 ms, 0.72 ms
