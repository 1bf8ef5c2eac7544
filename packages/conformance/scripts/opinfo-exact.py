"""
Exact results of samples of PyTorch's whose float64 results are off: rows of exponentials, where 1 - p and the sum of others are lost in float64, and the
second derivatives of hypot and of the binary cross entropy. Writes ../test/outside/fixtures/exact.json: of each operator and sample the parts, in the order of PyTorch's results.

    python3 scripts/opinfo-exact.py ../../../shared/cases/torch-opinfo
"""

import gzip, itertools, json, pathlib, sys
from mpmath import mp, mpf, exp, log, sqrt

mp.dps = 60
folder = pathlib.Path(sys.argv[1])


def number(v):
    return mpf(str(v)) if isinstance(v, str) else mpf(v)


def rows(shape, dims):
    """The places of each row, in the order of the results."""
    if not shape:
        return [[0]]
    dims = [d % len(shape) for d in dims]
    strides = [1] * len(shape)
    for d in range(len(shape) - 2, -1, -1):
        strides[d] = strides[d + 1] * shape[d + 1]
    rest = [range(n) if d not in dims else [0] for d, n in enumerate(shape)]
    over = [range(n) if d in dims else [0] for d, n in enumerate(shape)]
    at = lambda index: sum(i * s for i, s in zip(index, strides))
    return [[at(r) + at(o) for o in itertools.product(*over)] for r in itertools.product(*rest)]


def shares(x):
    """p of a row, and log p: of the exponents less their greatest."""
    m = max(x)
    e = [exp(v - m) for v in x]
    total = sum(e)
    return [v / total for v in e], m, total


def logsumexp(case):
    x, weights = tensor(case["args"][0]), tensor_of(case["cot"][0])
    w = direction(case)
    dims = case["args"][1]["tuple"]
    values, gradient, second = [], [None] * len(x), [None] * len(x)
    for r, row in enumerate(rows(shape(case["args"][0]), dims)):
        p, m, total = shares([x[i] for i in row])
        values.append(m + log(total))
        mean = sum(p[k] * w[i] for k, i in enumerate(row))
        for k, i in enumerate(row):
            gradient[i] = weights[r] * p[k]
            # w_i - mean, without the term that cancels
            second[i] = weights[r] * p[k] * sum(p[j] * (w[i] - w[n]) for j, n in enumerate(row))
    return values, gradient, second


def softmax(case):
    x, g, w = tensor(case["args"][0]), tensor_of(case["cot"][0]), direction(case)
    sign = -1 if case["op"].endswith("softmin") else 1
    values, gradient, second = ([None] * len(x) for _ in range(3))
    for row in rows(shape(case["args"][0]), [case["args"][1]]):
        p, _, _ = shares([sign * x[i] for i in row])
        mean = lambda v: sum(p[k] * v[k] for k in range(len(row)))
        a = [g[i] for i in row]
        h = [w[i] for i in row]
        ah = mean([a[k] * h[k] for k in range(len(row))])
        for k, i in enumerate(row):
            values[i] = p[k]
            gradient[i] = sign * p[k] * (a[k] - mean(a))
            second[i] = p[k] * ((a[k] - mean(a)) * (h[k] - mean(h)) - (ah - mean(a) * mean(h)))
    return values, gradient, second


def log_softmax(case):
    x, g, w = tensor(case["args"][0]), tensor_of(case["cot"][0]), direction(case)
    values, gradient, second = ([None] * len(x) for _ in range(3))
    for row in rows(shape(case["args"][0]), [case["args"][1]]):
        p, m, total = shares([x[i] for i in row])
        sum_g = sum(g[i] for i in row)
        mean = sum(p[k] * w[i] for k, i in enumerate(row))
        for k, i in enumerate(row):
            values[i] = x[i] - m - log(total)
            gradient[i] = g[i] - p[k] * sum_g
            second[i] = -sum_g * p[k] * (w[i] - mean)
    return values, gradient, second


def hypot(case):
    x, y = (tensor(a) for a in case["args"])
    if len(x) != len(y) or not case.get("hvp"):
        return None
    (c,), w = [tensor_of(case["cot"][0])], [tensor_of(v) for v in case["hvp"]["w"]]
    r = [sqrt(a * a + b * b) for a, b in zip(x, y)]
    gradient = [[c[i] * x[i] / r[i] for i in range(len(x))], [c[i] * y[i] / r[i] for i in range(len(x))]]
    cross = [c[i] * (w[0][i] * y[i] - w[1][i] * x[i]) / r[i] ** 3 for i in range(len(x))]
    return r, gradient, [[y[i] * cross[i] for i in range(len(x))], [-x[i] * cross[i] for i in range(len(x))]]


def binary_cross_entropy(case):
    """Its second derivatives are divided by p(1 - p) and 1e-12 more there."""
    p, t = (tensor(a) for a in case["args"])
    named, count = case["kwargs"], len(p)
    weight = tensor(named["weight"]) if named.get("weight") else [mpf(1)] * count
    losses = [-weight[i] * (t[i] * log(p[i]) + (1 - t[i]) * log(1 - p[i])) for i in range(count)]
    reduction = named.get("reduction", "mean")
    by = count if reduction == "mean" else 1
    c = tensor_of(case["cot"][0])
    scale = [weight[i] * c[i if reduction == "none" else 0] / by for i in range(count)]
    values = losses if reduction == "none" else [sum(losses) / by]
    gradient = [[scale[i] * ((1 - t[i]) / (1 - p[i]) - t[i] / p[i]) for i in range(count)], [scale[i] * (log(1 - p[i]) - log(p[i])) for i in range(count)]]
    if not case.get("hvp"):
        return values, gradient, None
    a, b = (tensor_of(w) for w in case["hvp"]["w"])
    mixed = [-scale[i] / (p[i] * (1 - p[i])) for i in range(count)]
    bent = [scale[i] * ((1 - t[i]) / (1 - p[i]) ** 2 + t[i] / p[i] ** 2) for i in range(count)]
    return values, gradient, [[a[i] * bent[i] + b[i] * mixed[i] for i in range(count)], [a[i] * mixed[i] for i in range(count)]]


def tensor(arg):
    return tensor_of(arg["t"])


def tensor_of(stored):
    return [number(v) for v in stored["v"]]


def direction(case):
    """What gradients are weighed by; the first and only one, or nothing."""
    return tensor_of(case["hvp"]["w"][0]) if case.get("hvp") else [mpf(0)] * len(tensor(case["args"][0]))


def shape(arg):
    return arg["t"]["s"]


def pair(v):
    """A number as two float64: the nearest, and what is left."""
    hi = float(v)
    return [hi, float(v - mpf(hi))]


def lists(part):
    return [[pair(v) for v in row] for row in (part if part and isinstance(part[0], list) else [part])]


WANTED = {
    "logsumexp": logsumexp,
    "softmax": softmax,
    "softmax.with_dtype": softmax,
    "log_softmax.dtype": log_softmax,
    "hypot": hypot,
    "nn.functional.binary_cross_entropy": binary_cross_entropy,
}
found = {}
for op, exact in WANTED.items():
    for case in json.loads(gzip.open(folder / f"{op}.json.gz").read())["cases"]:
        if not case.get("cot"):
            continue
        parts = exact({**case, "op": op})
        if parts:
            names = ["values", "gradient"] + (["second"] if case.get("hvp") else [])
            found.setdefault(op, {})[case["i"]] = dict(zip(names, map(lists, parts)))
path = pathlib.Path(__file__).parent.parent / "test/outside/fixtures/exact.json"
path.write_text(json.dumps(found) + "\n")
print(f"{sum(map(len, found.values()))} samples of {len(found)} operators, {path.stat().st_size} bytes")
