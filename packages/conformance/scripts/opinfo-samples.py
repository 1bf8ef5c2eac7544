"""
More samples of PyTorch's operators, from its own OpInfo, in the form of cases/torch-opinfo: inputs that float32 has, float64 results, gradients by seeded
cotangents, and gradients of those along seeded directions. For a machine that has PyTorch; the tests judge whatever samples they find.

    python3 scripts/opinfo-samples.py FOLDER [operator …]     without operators all that the folder lacks
"""

import gzip, json, math, pathlib, sys, types, unittest

# PyTorch's test module wants this package for what is not used here.
stub = types.ModuleType("expecttest")
stub.TestCase, stub.ACCEPT, stub.assert_expected_inline = unittest.TestCase, False, lambda *a, **k: None
sys.modules.setdefault("expecttest", stub)

import torch
from torch.testing._internal.common_methods_invocations import op_db

MOST = 40
SEED = 264881235
NAMES = {torch.float64: "f64", torch.float32: "f32", torch.int64: "i64", torch.int32: "i32", torch.bool: "bool", torch.uint8: "u8"}


def number(v):
    if isinstance(v, bool):
        return v
    if isinstance(v, float) and not math.isfinite(v):
        return "NaN" if math.isnan(v) else "Infinity" if v > 0 else "-Infinity"
    return "-0" if isinstance(v, float) and v == 0 and math.copysign(1, v) < 0 else v


def stored(t, req=False):
    t = t.detach()
    return {"d": NAMES[t.dtype], "s": list(t.shape), "v": [number(v) for v in t.reshape(-1).tolist()], **({"req": True} if req else {})}


class Sample:
    """A call, with its tensors rounded to float32 and listed by path."""

    def __init__(self, args, kwargs):
        self.wrt = {}
        self.args = [self.taken(a, f"args/{i}") for i, a in enumerate(args)]
        self.kwargs = {k: self.taken(a, f"kwargs/{k}") for k, a in kwargs.items()}

    def taken(self, x, path):
        if isinstance(x, torch.Tensor):
            if not x.is_floating_point():
                return x
            t = x.detach().float().double().requires_grad_(x.requires_grad)
            if x.requires_grad:
                self.wrt[path] = t
            return t
        if isinstance(x, (list, tuple)):
            return type(x)([self.taken(v, f"{path}/{i}") for i, v in enumerate(x)]) if not isinstance(x, torch.Size) else tuple(x)
        return x


def shown(x):
    if isinstance(x, torch.Tensor):
        return {"t": stored(x, x.requires_grad)}
    if isinstance(x, torch.dtype):
        return {"dtype": NAMES[x]}
    if isinstance(x, list):
        return {"list": [shown(v) for v in x]}
    if isinstance(x, tuple):
        return {"tuple": [shown(v) for v in x]}
    if isinstance(x, float):
        return number(x)
    if x is None or isinstance(x, (int, str, bool)):
        return x
    raise TypeError(f"{type(x)}")


def tensors(out):
    if isinstance(out, torch.Tensor):
        return [out]
    return [t for o in out for t in tensors(o)] if isinstance(out, (list, tuple)) else []


def single(x):
    """The same call in float32."""
    if isinstance(x, torch.Tensor):
        return x.detach().float().requires_grad_(x.requires_grad) if x.is_floating_point() else x
    return type(x)(single(v) for v in x) if isinstance(x, (list, tuple)) else torch.float32 if x is torch.float64 else x


def errors(got, want):
    """[ulp, relative, absolute, nonfinite] of float32 results beside float64 ones; None where nothing is floating."""
    pairs = [(g.detach().double(), w.detach()) for g, w in zip(got, want) if g is not None and w is not None and w.is_floating_point() and w.numel()]
    if not pairs:
        return None
    ulp = relative = absolute = 0.0
    missed = 0
    for g, w in pairs:
        known = w.float().isfinite()
        missed += int((known & ~g.isfinite()).sum())
        both = known & g.isfinite()
        e, size = (g - w).abs()[both], w.abs()[both]
        if e.numel():
            unit = torch.pow(2.0, torch.clamp(torch.floor(torch.log2(size)), min=-126) - 23).clamp(min=2.0**-149)
            ulp, absolute = max(ulp, float((e / unit).max())), max(absolute, float(e.max()))
            relative = max(relative, float(torch.where(size > 0, e / size, torch.zeros_like(e)).max()))
    return [float(f"{x:.3g}") for x in (ulp, relative, absolute)] + [missed]


def float32_errors(op, s, out, cot, grads):
    """PyTorch's own float32, of results and gradients."""
    args, kwargs = [single(a) for a in s.args], {k: single(a) for k, a in s.kwargs.items()}
    got = tensors(op(*args, **kwargs))
    found = {"fwd": errors(got, out), "grad": None}
    if grads is not None:
        at = {}
        for path, root in [(f"args/{i}", a) for i, a in enumerate(args)] + [(f"kwargs/{k}", a) for k, a in kwargs.items()]:
            stack = [(path, root)]
            while stack:
                where, x = stack.pop()
                if isinstance(x, torch.Tensor):
                    at[where] = x
                elif isinstance(x, (list, tuple)):
                    stack += [(f"{where}/{i}", v) for i, v in enumerate(x)]
        wrt = [at[path] for path in s.wrt]
        loss = sum((t * c.float()).sum() for t, c in zip(got, cot) if c is not None)
        found["grad"] = errors(torch.autograd.grad(loss, wrt, allow_unused=True), grads)
    return found


def case(op, i, sample, generator):
    s = Sample([sample.input, *sample.args], sample.kwargs)
    out = tensors(op(*s.args, **s.kwargs))
    if not out or any(t.dtype not in NAMES for t in out):
        return None
    found = {"i": i, "kind": "sample", "args": [shown(a) for a in s.args], "kwargs": {k: shown(a) for k, a in s.kwargs.items()}, "out": [stored(t) for t in out]}
    draw = lambda t: torch.randn(t.shape, generator=generator, dtype=torch.float32).double()
    wrt = list(s.wrt.values())
    differentiable = [t.requires_grad for t in out]
    if not wrt or not any(differentiable):
        return found | {"f32": float32_errors(op, s, out, None, None)}
    cot = [draw(t) if d else None for t, d in zip(out, differentiable)]
    loss = sum((t * c).sum() for t, c in zip(out, cot) if c is not None)
    grads = torch.autograd.grad(loss, wrt, create_graph=True, allow_unused=True)
    found |= {"cot": [c if c is None else stored(c) for c in cot], "wrt": list(s.wrt), "grads": [g if g is None else stored(g) for g in grads], "f32": float32_errors(op, s, out, cot, grads)}
    of = [j for j, g in enumerate(grads) if g is not None and g.requires_grad]
    if not of or not op.supports_gradgrad:
        return found
    w = [draw(grads[j]) for j in of]
    try:
        h = torch.autograd.grad(sum((grads[j] * v).sum() for j, v in zip(of, w)), wrt, allow_unused=True)
        found["hvp"] = {"of": of, "w": [stored(v) for v in w], "h": [v if v is None else stored(v) for v in h]}
    except RuntimeError:
        pass
    return found


def main(folder, *wanted):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for op in op_db:
        name = op.name + (f".{op.variant_test_name}" if op.variant_test_name else "")
        path = folder / f"{name}.json.gz"
        if (wanted and name not in wanted) or (not wanted and path.exists()):
            continue
        cases, generator = [], torch.Generator().manual_seed(SEED)
        try:
            torch.manual_seed(SEED)
            for i, sample in enumerate(op.sample_inputs("cpu", torch.float64, requires_grad=op.supports_autograd)):
                if len(cases) == MOST:
                    break
                try:
                    found = case(op, i, sample, generator)
                    if found:
                        cases.append(found)
                except (RuntimeError, TypeError, KeyError, IndexError):
                    continue
        except Exception as e:
            print(f"{name}: {type(e).__name__}: {str(e)[:80]}", file=sys.stderr)
        if cases:
            path.write_bytes(gzip.compress(json.dumps({"op": name, "torch": torch.__version__, "seed": SEED, "dtype": "f64", "cases": cases, "error_cases": []}).encode()))
            print(name, len(cases))


main(*sys.argv[1:])
