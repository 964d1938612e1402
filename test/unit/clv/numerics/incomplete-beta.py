"""Writes incomplete-beta.json beside it: values of the regularised incomplete beta function by mpmath, by integrating the density.

Needs Python 3 with mpmath. Each row is [p, q, x, 1 - x, value]: of x and 1 - x the smaller one is exact, the other is
its difference from 1 as a double.
"""

import json
import pathlib

import mpmath as mp

mp.mp.dps = 60


def ln_density(p, q, x, y):
    return (p - 1) * mp.log(x) + (q - 1) * mp.log(y) + mp.loggamma(p + q) - mp.loggamma(p) - mp.loggamma(q)


def lower_tail(p, q, x, y):
    """Integral of the density from 0 to x, for an x at or below the mean."""
    if p == 1:
        return -mp.expm1(q * mp.log1p(-x))
    if q == 1:
        return mp.e ** (p * mp.log1p(-y))
    if p < 1 or q < 1 or p + q < 1e4:
        return mp.betainc(p, q, 0, x, regularized=True)
    at = ln_density(p, q, x, y)
    below = p * y - q * x
    width = x * y / (below + mp.sqrt(below * below + p * y * y + q * x * x))
    grown = lambda s: mp.e ** ((p - 1) * mp.log1p(-s / x) + (q - 1) * mp.log1p(s / y))
    places = [min(x, width * k) for k in (0, 1, 2, 4, 8, 16, 32, 64, 128) if width * k < x] + [min(x, width * 256)]
    return mp.e**at * mp.quad(grown, places)


def row(p, q, small, is_x):
    exact = mp.mpf(small)
    x, y = (exact, 1 - exact) if is_x else (1 - exact, exact)
    P, Q = mp.mpf(p), mp.mpf(q)
    value = lower_tail(P, Q, x, y) if P * y >= Q * x else 1 - lower_tail(Q, P, y, x)
    return [p, q, float(x), float(y), float(value)]


rows = []
SIZES = [1e-6, 0.3, 1.0, 7.5, 60.0, 999.0, 1001.0, 5e4, 2e6, 1e9, 1e12]
for p in SIZES:
    for q in SIZES:
        n = mp.mpf(p) + q
        mean = p / n
        deviation = mp.sqrt(mp.mpf(p) * q / (n * n * (n + 1)))
        for z in (-6, -2, -0.5, 0, 0.01, 1, 4):
            x = mean + z * deviation
            if not 0 < x < 1:
                x = mean / 2 if z < 0 else 1 - (1 - mean) / 2
            is_x = x <= 0.5
            found = row(p, q, float(x if is_x else 1 - x), is_x)
            if found not in rows:
                rows.append(found)

text = ",\n".join(json.dumps(one) for one in rows)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{text}\n]\n")
