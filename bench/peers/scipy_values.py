#!/usr/bin/env python3
"""Writes what NumPy, SciPy and statsmodels say of fixed samples: the values that solver/statistics is tested against.

    pip install -r bench/peers/scipy_values-requirements.txt
    python bench/peers/scipy_values.py > solver/statistics/testdata/scipy.json
"""
import json
import sys

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(20260)


def rounded(v):
    return [float(f"{x:.6g}") for x in v]


def signed_rank(d):
    d = np.asarray(d)
    nonzero = d[d != 0]
    ties = len(set(np.abs(nonzero))) < len(nonzero)
    if len(nonzero) > 50:
        method = "asymptotic"
    elif ties:
        method = stats.PermutationMethod(n_resamples=np.inf, batch=1000)
    else:
        method = "exact"
    p = stats.wilcoxon(nonzero, method=method, correction=False).pvalue
    ranks = stats.rankdata(np.abs(nonzero))
    return {"d": list(map(float, d)), "n": len(nonzero), "plus": float(ranks[nonzero > 0].sum()), "p": float(p)}


samples = [rounded(np.exp(rng.normal(-5, 1, n))) for n in (1, 2, 3, 5, 8, 21)]
pairs = []
for n, shift in ((5, 0.0), (5, -3.0), (9, -0.5), (20, -0.3), (40, 0.2)):
    a, b = rounded(np.exp(rng.normal(-5 + shift, 1, n))), rounded(np.exp(rng.normal(-5, 1, n)))
    wins = sum(x < y for x, y in zip(a, b))
    d = np.log(np.array(a) / np.array(b))
    boot = stats.bootstrap((d,), lambda x, axis: np.exp(x.mean(axis=axis)), n_resamples=50000, batch=5000, method="percentile", random_state=1)
    exact = stats.binomtest(wins, n).proportion_ci(method="exact")
    pairs.append({
        "a": a, "b": b, "ratio": float(stats.gmean(a) / stats.gmean(b)), "share": wins / n,
        "share_lo": float(stats.binom.ppf(0.025, n, wins / n) / n), "share_hi": float(stats.binom.ppf(0.975, n, wins / n) / n),
        "exact_lo": float(exact.low), "exact_hi": float(exact.high),
        "ratio_lo": float(boot.confidence_interval.low), "ratio_hi": float(boot.confidence_interval.high),
    })
tests = [signed_rank(rounded(rng.normal(m, 1, n))) for n, m in ((1, 0), (5, 0), (5, 5), (8, 0.8), (13, 0.4), (30, 0.3), (50, 0.2), (80, 0.2), (200, 0.1))]
tests += [signed_rank(d) for d in ([1, 1, -1, 2, 2, 3.0], [0, 0, 1, -2, 3, 3, -3, 4.0], [1, 1, 1, 1, 1.0], list(map(float, rng.integers(-4, 6, 12))), list(map(float, rng.integers(-9, 12, 120))))]
exact = []
for wins, n in ((0, 6), (6, 6), (0, 2), (3, 3), (4, 9), (1, 40)):
    ends = stats.binomtest(wins, n).proportion_ci(method="exact")
    exact.append({"wins": wins, "n": n, "lo": float(ends.low), "hi": float(ends.high)})
families = [[0.01], [0.0625, 0.125, 0.625, 0.0625], rounded(rng.uniform(0, 0.2, 12)), [0.5, 0.001, 0.5, 0.02, 0.04]]
json.dump({
    "made_with": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "quantiles": [{"v": s, "q1": float(np.quantile(s, 0.25)), "median": float(np.median(s)), "q3": float(np.quantile(s, 0.75))} for s in samples],
    "pairs": pairs,
    "exact": exact,
    "wilcoxon": tests,
    "holm": [{"p": p, "adjusted": list(map(float, multipletests(p, method="holm")[1]))} for p in families],
}, sys.stdout, indent=1)
print()
