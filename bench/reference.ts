/** What is right: the work of each row in plain float64 JavaScript, and how far a library's result is from it. */
import { COMPARED, exactValues } from "./accuracy.js";
import { batchesOf, chain, CONV, EPS, type FunctionName, isFunction, MLP, type Row, SIDE, WORDS } from "./work.js";

export interface Verdict {
  /** Why the result does not count, or null. */
  readonly wrong: string | null;
  /** Worst distance in units in the last place of float32, where that is what a row states. */
  readonly ulps: number | null;
  /** Of the first steps of training. */
  readonly losses: readonly number[] | null;
}

/** The judge of a row done with these inputs, with its reference made once. */
export function judgeOf(row: Row, inputs: readonly Float32Array[]): (got: Float32Array) => Verdict {
  const [x, y] = inputs as readonly [Float32Array, Float32Array];
  if (row.startsWith("matmul")) return within(productRows(x, y), (_, i, scales) => 2 ** -24 * Math.sqrt(x.length) * scales[i]!);
  if (isFunction(row)) return within({ want: functionValues(row, inputs) }, relative(1e-4), true);
  if (row === "sum") return within({ want: [x.reduce((total, term) => total + term, 0)] }, relative(1e-4), true);
  if (row.endsWith("1024²")) return within({ want: rowValues(row, x) }, relative(1e-4), true);
  if (row.startsWith("MLP")) return perceptron(inputs, row.endsWith("Adam"));
  if (row.startsWith("conv net")) return convNet(inputs);
  if (row === "add of 10") return within({ want: x.map((term, i) => term + y[i]!) }, () => 0);
  if (row === "word vectors") return training(inputs);
  return within({ want: chainValues(row === "record 500 ops" ? 500 : 20, x, y) }, relative(1e-5));
}

interface Reference {
  readonly want: ArrayLike<number>;
  readonly scales?: ArrayLike<number>;
}
type Bound = (want: number, i: number, scales: ArrayLike<number>) => number;
const relative =
  (part: number): Bound =>
  (want) =>
    part * Math.max(1, Math.abs(want));

/** Only as many elements as the reference has are compared. */
const within =
  ({ want, scales = [] }: Reference, bound: Bound, inUlps = false) =>
  (got: Float32Array): Verdict => {
    let wrong: string | null = null,
      ulps = 0;
    for (let i = 0; i < want.length; i++) {
      const distance = Math.abs(got[i]! - want[i]!);
      if (!(distance <= bound(want[i]!, i, scales))) wrong ??= `wrong: element ${i} is ${got[i]} and should be ${want[i]}`;
      ulps = Math.max(ulps, distance / ulpOf(want[i]!));
    }
    return { wrong, ulps: inUlps ? ulps : null, losses: null };
  };

/** The distance of float32 numbers at x. */
const ulpOf = (x: number): number => 2 ** Math.max(Math.floor(Math.log2(Math.abs(x))) - 23, -149);

/** The first eight rows of the product, and what the magnitudes of the terms add up to. */
function productRows(a: Float32Array, b: Float32Array): Reference {
  const n = Math.sqrt(a.length),
    want = new Float64Array(8 * n),
    scales = new Float64Array(8 * n);
  for (let i = 0; i < 8; i++)
    for (let k = 0; k < n; k++)
      for (let j = 0; j < n; j++) {
        const term = a[i * n + k]! * b[k * n + j]!;
        want[i * n + j]! += term;
        scales[i * n + j]! += Math.abs(term);
      }
  return { want, scales };
}

const functionValues = (name: FunctionName, inputs: readonly Float32Array[]): Float64Array =>
  Float64Array.from(
    exactValues(
      name,
      inputs.map((x) => x.subarray(0, COMPARED)),
    ),
    ([hi]) => hi,
  );

function chainValues(count: number, x: Float32Array, y: Float32Array): ArrayLike<number> {
  const ops = {
    add: (t: number, y: number) => t + y,
    mul: (t: number, x: number) => t * x,
    abs: Math.abs,
    scale: (t: number, by: number) => t * by,
    sub: (t: number, y: number) => t - y,
  };
  return x.map((_, i) => chain(x[i]!, y[i]!, ops, count));
}

/** The first 64 rows. */
function rowValues(row: Row, data: Float32Array): Float64Array {
  const values: number[] = [];
  for (let r = 0; r < 64; r++) {
    const x = Float64Array.from(data.subarray(r * SIDE, (r + 1) * SIDE)),
      most = Math.max(...x),
      log = most + Math.log(x.reduce((sum, v) => sum + Math.exp(v - most), 0)),
      mean = x.reduce((sum, v) => sum + v, 0) / SIDE,
      deviation = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / SIDE + EPS);
    if (row.startsWith("logsumexp")) values.push(log);
    else values.push(...x.map((v) => (row.startsWith("softmax") ? Math.exp(v - log) : row.startsWith("log") ? v - log : (v - mean) / deviation)));
  }
  return Float64Array.from(values);
}

/** Losses and matrices of the first steps. */
function perceptron([first, second, ...data]: readonly Float32Array[], adam: boolean): (got: Float32Array) => Verdict {
  const { inputs, hidden, classes, batch, checkedSteps, eps } = MLP,
    [beta1, beta2] = MLP.betas,
    layers = [Float64Array.from(first!), new Float64Array(hidden), Float64Array.from(second!), new Float64Array(classes)] as const,
    [averages, squares] = [layers.map((p) => new Float64Array(p.length)), layers.map((p) => new Float64Array(p.length))];
  const [w1, b1, w2, b2] = layers,
    losses: number[] = [];
  for (let step = 0; step < checkedSteps; step++) {
    const at = (2 * step) % data.length,
      slopes = layers.map((p) => new Float64Array(p.length)) as [Float64Array, Float64Array, Float64Array, Float64Array];
    let loss = 0;
    for (let n = 0; n < batch; n++) {
      const x = data[at]!.subarray(n * inputs, (n + 1) * inputs),
        label = data[at + 1]![n]!,
        h = Float64Array.from(b1),
        z = Float64Array.from(b2);
      x.forEach((v, i) => h.forEach((_, j) => (h[j]! += v * w1[i * hidden + j]!)));
      h.forEach((v, j) => z.forEach((_, c) => (z[c]! += Math.max(v, 0) * w2[j * classes + c]!)));
      const most = Math.max(...z),
        log = most + Math.log(z.reduce((sum, v) => sum + Math.exp(v - most), 0));
      loss += (log - z[label]!) / batch;
      const dz = z.map((v, c) => (Math.exp(v - log) - (c === label ? 1 : 0)) / batch),
        dh = h.map((v, j) => (v > 0 ? dz.reduce((sum, d, c) => sum + d * w2[j * classes + c]!, 0) : 0));
      h.forEach((v, j) => dz.forEach((d, c) => (slopes[2][j * classes + c]! += Math.max(v, 0) * d)));
      dz.forEach((d, c) => (slopes[3][c]! += d));
      x.forEach((v, i) => dh.forEach((d, j) => (slopes[0][i * hidden + j]! += v * d)));
      dh.forEach((d, j) => (slopes[1][j]! += d));
    }
    losses.push(loss);
    layers.forEach((p, k) =>
      slopes[k]!.forEach((g, i) => {
        if (!adam) return void (p[i]! -= MLP.sgd * g);
        const m = (averages[k]![i] = beta1 * averages[k]![i]! + (1 - beta1) * g),
          v = (squares[k]![i] = beta2 * squares[k]![i]! + (1 - beta2) * g * g);
        p[i]! -= (MLP.adam * (m / (1 - beta1 ** (step + 1)))) / (Math.sqrt(v / (1 - beta2 ** (step + 1))) + eps);
      }),
    );
  }
  const want = new Float64Array(checkedSteps + w1.length + w2.length);
  want.set(losses);
  want.set(w1, checkedSteps);
  want.set(w2, checkedSteps + w1.length);
  const judge = within({ want }, relative(1e-4));
  return (got) => ({ ...judge(got), losses: Array.from(got.subarray(0, checkedSteps)) });
}

/** Losses, the first filters and the last layer after the first steps of the conv net, one picture at a time. */
function convNet([first, second, last, ...data]: readonly Float32Array[]): (got: Float32Array) => Verdict {
  const { side, size, channels, classes, batch, checkedSteps, sgd } = CONV,
    [inner, middle, outer] = channels;
  const all = [first!, new Float32Array(middle), second!, new Float32Array(outer), last!, new Float32Array(classes)].map((p) => Float64Array.from(p)),
    [k1, c1, k2, c2, w, b] = all as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const layers = [
    { k: k1, c: c1, from: inner, to: middle, seen: side },
    { k: k2, c: c2, from: middle, to: outer, seen: (side - size + 1) / 2 },
  ];
  /** Calls back with the places of output, input and filter of every term. */
  const terms = ({ from, to, seen }: (typeof layers)[0], visit: (o: number, x: number, k: number) => void): void => {
    const n = seen - size + 1;
    for (let q = 0; q < to; q++)
      for (let i = 0; i < from; i++)
        for (let r = 0; r < n; r++)
          for (let s = 0; s < n; s++)
            for (let u = 0; u < size; u++)
              for (let v = 0; v < size; v++) visit((q * n + r) * n + s, (i * seen + r + u) * seen + s + v, ((q * from + i) * size + u) * size + v);
  };
  const losses: number[] = [];
  for (let step = 0; step < checkedSteps; step++) {
    const at = (2 * step) % data.length,
      slopes = all.map((p) => new Float64Array(p.length));
    let loss = 0;
    for (let n = 0; n < batch; n++) {
      const xs: Float64Array[] = [Float64Array.from(data[at]!.subarray(n * side * side, (n + 1) * side * side))],
        places: Int32Array[] = [];
      for (const layer of layers) {
        const positions = layer.seen - size + 1,
          y = new Float64Array(layer.to * positions * positions).map((_, o) => layer.c[Math.floor(o / positions ** 2)]!),
          half = positions / 2;
        terms(layer, (o, x, k) => (y[o]! += xs.at(-1)![x]! * layer.k[k]!));
        const place = Int32Array.from({ length: layer.to * half * half }, (_, p) => {
          const corner = (Math.floor(p / half) * positions + (p % half)) * 2;
          return [0, 1, positions, positions + 1].map((d) => corner + d).reduce((a, o) => (y[o]! > y[a]! ? o : a));
        });
        places.push(place);
        xs.push(Float64Array.from(place, (o) => Math.max(y[o]!, 0)));
      }
      const label = data[at + 1]![n]!,
        hidden = xs[2]!,
        z = b.map((v, c) => hidden.reduce((sum, h, j) => sum + h * w[j * classes + c]!, v)),
        most = Math.max(...z),
        log = most + Math.log(z.reduce((sum, v) => sum + Math.exp(v - most), 0));
      loss += (log - z[label]!) / batch;
      const dz = z.map((v, c) => (Math.exp(v - log) - (c === label ? 1 : 0)) / batch);
      let back = hidden.map((h, j) => (h > 0 ? dz.reduce((sum, d, c) => sum + d * w[j * classes + c]!, 0) : 0));
      hidden.forEach((h, j) => dz.forEach((d, c) => (slopes[4]![j * classes + c]! += h * d)));
      dz.forEach((d, c) => (slopes[5]![c]! += d));
      for (const l of [1, 0]) {
        const layer = layers[l]!,
          positions = layer.seen - size + 1,
          dy = new Float64Array(layer.to * positions * positions),
          x = xs[l]!,
          dx = new Float64Array(x.length);
        back.forEach((d, p) => (dy[places[l]![p]!] = d));
        dy.forEach((d, o) => (slopes[2 * l + 1]![Math.floor(o / positions ** 2)]! += d));
        terms(layer, (o, i, k) => {
          slopes[2 * l]![k]! += dy[o]! * x[i]!;
          dx[i]! += dy[o]! * layer.k[k]!;
        });
        back = dx.map((d, i) => (x[i]! > 0 ? d : 0));
      }
    }
    losses.push(loss);
    all.forEach((p, k) => slopes[k]!.forEach((g, i) => (p[i]! -= sgd * g)));
  }
  const judge = within({ want: [...losses, ...k1, ...w] }, relative(1e-4));
  return (got) => ({ ...judge(got), losses: Array.from(got.subarray(0, checkedSteps)) });
}

/** Losses and tables of the first steps, one pair at a time. */
function training([words32, tags32, ...ids]: readonly Float32Array[]): (got: Float32Array) => Verdict {
  const { dim, batch, negatives, learningRate, checkedSteps, vocabulary } = WORDS;
  const words = Float64Array.from(words32!),
    tags = Float64Array.from(tags32!);
  const losses: number[] = [];
  for (const { centres, contexts, wrong } of batchesOf(ids).slice(0, checkedSteps)) {
    const before = [words.slice(), tags.slice()] as const;
    let loss = 0;
    const learn = (centre: number, tag: number, label: number): void => {
      let dot = 0;
      for (let d = 0; d < dim; d++) dot += before[0][centre * dim + d]! * before[1][tag * dim + d]!;
      loss += Math.log1p(Math.exp(label ? -dot : dot));
      const slope = 1 / (1 + Math.exp(-dot)) - label;
      for (let d = 0; d < dim; d++) {
        words[centre * dim + d]! -= learningRate * slope * before[1][tag * dim + d]!;
        tags[tag * dim + d]! -= learningRate * slope * before[0][centre * dim + d]!;
      }
    };
    for (let i = 0; i < batch; i++) {
      learn(centres[i]!, contexts[i]!, 1);
      for (let k = 0; k < negatives; k++) learn(centres[i]!, wrong[i * negatives + k]!, 0);
    }
    losses.push(loss);
  }
  const want = new Float64Array(checkedSteps + 2 * vocabulary * dim);
  want.set(losses);
  want.set(words, checkedSteps);
  want.set(tags, checkedSteps + words.length);
  const judge = within({ want }, relative(1e-4));
  return (got) => ({ ...judge(got), losses: Array.from(got.subarray(0, checkedSteps)) });
}
