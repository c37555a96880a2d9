"""What the Python peers share: the start, the clock, the line of JSON.

A peer is a program `PEER_step.py --problem burgers|poisson-50d --start FILE --variant NAME --threads N --seconds S`. It starts from
the weights and points in FILE (written by `counterpoint bench export`), takes steps of Adam (1e-3, 0.9, 0.999, 1e-8) on all weights
in float32, and prints one line of JSON.

    burgers      u_t + u u_x = nu u_xx, nu = 0.01/pi, coordinates (x, t)    pde mean r^2 + bc mean u^2 + ic mean (u + sin pi x)^2
    poisson-50d  -lap u = pi^2/4 sum sin(pi x_i/2) on [0, 1]^50             pde mean r^2 + bc mean (u - sum sin(pi x_i/2))^2
"""

import argparse
import json
import os
import struct
import time

NU = 0.01 / 3.141592653589793
FIRST = 5  # steps whose losses are compared
BLOCK = 0.02  # seconds of a block of steps, as counterpoint's own clock has it
LR, BETA1, BETA2, EPS = 1e-3, 0.9, 0.999, 1e-8


def arguments(variants):
    """Reads the command line and limits the threads; call it before the peer's library is imported."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--problem", choices=["burgers", "poisson-50d"], required=True)
    parser.add_argument("--start", required=True)
    parser.add_argument("--variant", choices=variants, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3)
    args = parser.parse_args()
    for name in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"]:
        os.environ[name] = str(args.threads)
    return args


def start(path):
    """Reads a safetensors file into {name: float32 array}: 8 bytes of length, a JSON header, the data."""
    import numpy

    with open(path, "rb") as f:
        data = f.read()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        lo, hi = entry["data_offsets"]
        arrays[name] = numpy.frombuffer(data[8 + size :][lo:hi], "<f4").reshape(entry["shape"]).copy()
    return arrays


def layers(arrays):
    """The (weight, bias) pairs, weight (out x in)."""
    count = sum(name.endswith(".weight") for name in arrays)
    return [(arrays[f"l{i}.weight"], arrays[f"l{i}.bias"]) for i in range(count)]


def sources(problem, arrays):
    """What the residuals subtract at their points, computed in float64 before the clock starts."""
    import numpy

    if problem == "burgers":
        return {"ic": -numpy.sin(numpy.pi * arrays["ic"][:, :1].astype("f8")).astype("f4")}
    total = {k: numpy.sin(numpy.pi / 2 * arrays[k].astype("f8")).sum(1, keepdims=True) for k in ["pde", "bc"]}
    return {"pde": (numpy.pi**2 / 4 * total["pde"]).astype("f4"), "bc": total["bc"].astype("f4")}


def clock(step, seconds):
    """Calls step, which takes one step and returns its loss as a number, or with wait=False may return before it is done.

    Returns the first losses, the best block's milliseconds a step, the median, and the seconds of the first call, which compiles.
    """
    began = time.perf_counter()
    losses = [float(step())]
    compiling = time.perf_counter() - began
    losses += [float(step()) for _ in range(FIRST - 1)]
    means, steps, begin = [], 1, time.perf_counter()
    while time.perf_counter() - begin < seconds or len(means) < 5:
        t = time.perf_counter()
        for _ in range(steps):
            loss = step()
        float(loss)
        spent = time.perf_counter() - t
        means.append(1e3 * spent / steps)
        if spent < BLOCK / 2:
            steps *= 2
        if time.perf_counter() - begin > 20 * seconds:
            break
    return losses, min(means), sorted(means)[len(means) // 2], compiling


def report(peer, version, args, arrays, measured):
    losses, best, median, compiling = measured
    print(
        json.dumps(
            {
                "peer": peer,
                "variant": args.variant,
                "version": version,
                "problem": args.problem,
                "points": len(arrays["pde"]),
                "ms_per_step": best,
                "first_losses": losses,
                "threads": args.threads,
                "ms_median": median,
                "seconds_to_compile": compiling,
            }
        ),
        flush=True,
    )
