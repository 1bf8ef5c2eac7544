"""
PyTorch on one thread, in inference mode where nothing is trained, call by call and into results that are there. Answers the questions that serve.ts
answers, a line of JSON each.
"""

import base64
import json
import os
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
with open("/proc/cpuinfo") as cpu:
    if "avx512vl" in cpu.read():
        os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx512")  # PyTorch itself may settle for AVX2

import torch
import torch.nn.functional as nn

torch.set_num_threads(1)

# As WORDS of work.ts.
DIM, BATCH, LEARNING_RATE, CHECKED_STEPS = 64, 1024, 0.05, 20


# A way is what does the work once, and what gives the result.
def once(run):
    return run, run


def function(f):
    """New results, and `out=` where the function takes it."""

    def ways(*inputs):
        out = f(*inputs)
        into = lambda: f(*inputs, out=out)
        try:
            into()
        except TypeError:
            return {"eager": once(lambda: f(*inputs))}
        return {"eager": once(lambda: f(*inputs)), "out=": once(into)}

    return ways


def matmul(a, b):
    n = int(len(a) ** 0.5)
    return function(torch.mm)(a.reshape(n, n), b.reshape(n, n))


def chain(x, y, out=None):
    """The chain of work.ts, in place but for its first step."""
    t = torch.add(x, y, out=out)
    for i in range(4):
        t = (t.add_(y) if i else t).mul_(x).abs_().mul_(0.9).sub_(y)
    return t


def reading(f):
    return lambda x, y: {"eager, read": once(lambda: f(x, y).numpy())}


def word_vectors(*inputs):
    return {f"{kind} gradients": training(kind == "sparse", *inputs) for kind in ("dense", "sparse")}


def trained(optimizer, batches, loss_of, matrices, checked=CHECKED_STEPS):
    """A way of training: one step, the next batch of those that come round; and the losses of the first steps, with the matrices after them."""
    steps = 0

    @torch.inference_mode(False)
    def step():
        nonlocal steps
        loss = loss_of(*batches[steps % len(batches)])
        steps += 1
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()

    def result():
        losses = [step() for _ in range(checked)]
        return torch.cat([torch.tensor(losses), *(t.detach().ravel() for t in matrices)])

    return step, result


@torch.inference_mode(False)
def training(sparse, words, tags, *ids):
    words, tags = (table.clone().reshape(-1, DIM).requires_grad_() for table in (words, tags))
    ids = [x.long() for x in ids]
    optimizer = torch.optim.SGD([words, tags], lr=LEARNING_RATE)

    def loss_of(centres, contexts, wrong):
        anchor = nn.embedding(centres, words, sparse=sparse)
        right = (anchor * nn.embedding(contexts, tags, sparse=sparse)).sum(-1)
        others = (anchor.unsqueeze(1) * nn.embedding(wrong.reshape(BATCH, -1), tags, sparse=sparse)).sum(-1)
        return -nn.logsigmoid(right).sum() - nn.logsigmoid(-others).sum()

    return trained(optimizer, list(zip(ids[::3], ids[1::3], ids[2::3])), loss_of, [words, tags])


SIDE, EPS = 1024, 1e-5
INPUTS, HIDDEN, CLASSES, MLP_BATCH, BETAS, ADAM_EPS = 784, 256, 10, 64, (0.9, 0.999), 1e-8  # as MLP of work.ts


def row(f):
    return lambda x: function(f)(x.reshape(SIDE, SIDE))


def perceptron(optimizer_of):
    @torch.inference_mode(False)
    def ways(first, second, *data):
        w1 = first.clone().reshape(INPUTS, HIDDEN).requires_grad_()
        w2 = second.clone().reshape(HIDDEN, CLASSES).requires_grad_()
        b1, b2 = torch.zeros(HIDDEN, requires_grad=True), torch.zeros(CLASSES, requires_grad=True)
        batches = [(x.clone().reshape(MLP_BATCH, INPUTS), labels.long()) for x, labels in zip(data[::2], data[1::2])]
        loss_of = lambda x, labels: nn.cross_entropy(torch.addmm(b2, torch.addmm(b1, x, w1).relu(), w2), labels)
        return {"eager": trained(optimizer_of([w1, b1, w2, b2]), batches, loss_of, [w1, w2])}

    return ways


@torch.inference_mode(False)
def conv_net(first, second, last, *data):
    side, size, (inner, middle, outer), batch = 28, 5, (1, 8, 16), 32  # as CONV of work.ts
    k1 = first.clone().reshape(middle, inner, size, size).requires_grad_()
    k2 = second.clone().reshape(outer, middle, size, size).requires_grad_()
    w = last.clone().reshape(-1, CLASSES).requires_grad_()
    c1, c2, b = (torch.zeros(n, requires_grad=True) for n in (middle, outer, CLASSES))
    batches = [(x.clone().reshape(batch, inner, side, side), labels.long()) for x, labels in zip(data[::2], data[1::2])]

    def loss_of(x, labels):
        hidden = nn.max_pool2d(nn.conv2d(nn.max_pool2d(nn.conv2d(x, k1, c1).relu(), 2), k2, c2).relu(), 2)
        return nn.cross_entropy(torch.addmm(b, hidden.flatten(1), w), labels)

    way = trained(torch.optim.SGD([k1, c1, k2, c2, w, b], lr=0.05), batches, loss_of, [k1, w], checked=5)
    return {"eager": way}


ROWS = {
    "conv net step, SGD": conv_net,
    "softmax 1024²": row(lambda x, out=None: torch.softmax(x, -1)),
    "logSoftmax 1024²": row(lambda x, out=None: torch.log_softmax(x, -1)),
    "logsumexp 1024²": row(lambda x, out=None: torch.logsumexp(x, -1, out=out)),
    "layer norm 1024²": row(lambda x: nn.layer_norm(x, (SIDE,), eps=EPS)),
    "MLP step, SGD": perceptron(lambda params: torch.optim.SGD(params, lr=0.1)),
    "MLP step, Adam": perceptron(lambda params: torch.optim.Adam(params, lr=1e-3, betas=BETAS, eps=ADAM_EPS)),
    **{f"matmul {n}³": matmul for n in (64, 256, 1024)},
    **{f: function(getattr(torch, f)) for f in ("exp", "log", "log1p", "expm1", "tanh", "sigmoid", "sin", "erf", "pow")},
    "softplus": function(nn.softplus),
    "gelu": function(nn.gelu),
    "chain of 20": function(chain),
    "sum": function(torch.sum),
    "word vectors": word_vectors,
    "add of 10": reading(torch.add),
    "chain of 20 on 10": reading(chain),
}
ways = {}


def prepare(row, inputs):
    ways.clear()
    ways.update(ROWS[row](*inputs) if row in ROWS else {})
    return list(ways)


def result(way):
    return torch.as_tensor(ways[way][1]())


def sample(way, repeats):
    run = ways[way][0]
    start = time.process_time()
    for _ in range(repeats):
        run()
    return (time.process_time() - start) / repeats * 1e6


def unpacked(x):
    return torch.frombuffer(bytearray(base64.b64decode(x["float32"])), dtype=torch.float32)


def packed(x):
    return {"float32": base64.b64encode(x.numpy().tobytes()).decode()}


@torch.inference_mode()
def serve():
    for line in sys.stdin:
        name, *about = json.loads(line, object_hook=unpacked)
        try:
            reply = {"answer": {"prepare": prepare, "result": result, "sample": sample}[name](*about)}
        except Exception as e:
            reply = {"answer": None, "error": f"{type(e).__name__}: {e}"}
        print(json.dumps(reply, default=packed), flush=True)


serve()
