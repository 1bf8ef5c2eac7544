/**
 * Requests on more memory than a binding may have. What is bound of each operand is what the request reads or writes of it; a request that still has many pieces becomes
 * two, along a dimension whose results have nothing to do with one another and stay contiguous, so that no bit changes. Where there is none, as in a table that
 * indices look up, kernels are given the pieces.
 */
import { bytesIn, type ConcatRequest, type DType, type Fault, type Program, type Request, type Storage, typeOf, type View } from "@evenkeel/core";
import { type Block, piecesOf } from "./buffers.js";
import { isCovered } from "./kinds/concat.js";
import { shareOf } from "./kinds/conv.js";
import { BUFFERS } from "./gpu.js";
import { elements } from "./kinds/random.js";
import { perWord } from "./print/elements.js";
import { BLOCK } from "./print/terms.js";

type Answer = Fault | null | Promise<Fault | null>;

/** Runs a request, in parts where that is better. */
export function inParts(request: Request, run: (request: Request) => Answer): Answer {
  if (request.kind === "rows") return request.stages.some(isLarge) ? together(request.stages.map((stage) => inParts(stage, run))) : run(request);
  if (!isLarge(request)) return run(request);
  const narrow = narrowed(request, views),
    halves = fits(narrow) ? null : halved(request);
  return halves ? together(halves.map((half) => inParts(half, run))) : run(narrow);
}

/** The first fault. */
function together(answers: readonly Answer[]): Answer {
  return answers.some((a) => a instanceof Promise) ? Promise.all(answers).then(first) : first(answers as readonly (Fault | null)[]);
}
const first = (found: readonly (Fault | null)[]): Fault | null => found.find((a) => a) ?? null;

/** Called with each operand, where its elements lie, and of which type they are; answers what takes its place. */
type Look = (view: View, dtype: DType, sizes: readonly number[], strides?: readonly number[]) => View;

/** Blocks that are what is looked at, and no more than that: `walk` looks at everything, and is called twice. */
export function narrowed<T>(what: T, walk: (what: T, look: Look) => T): T {
  const ends = new Map<Storage, readonly [number, number]>();
  walk(what, (view, dtype, sizes, strides = view.strides) => {
    if (sizes.includes(0)) return view;
    const reach = sizes.map((n, d) => (n - 1) * strides[d]!),
      far = (sign: number): number => reach.reduce((sum, r) => (r * sign > 0 ? sum + r : sum), view.offset),
      bytes = bytesIn(dtype),
      [from, to] = ends.get(view.storage) ?? [Infinity, 0];
    ends.set(view.storage, [Math.min(from, far(-1) * bytes), Math.max(to, (far(1) + 1) * bytes)]);
    return view;
  });
  const blocks = new Map<Storage, Block>();
  for (const [storage, [from, to]] of ends) {
    const { home, start, piece } = storage as Block,
      first = Math.floor(from / ALIGNED) * ALIGNED;
    blocks.set(storage, { home, start: start + first, piece, bytes: to - first });
  }
  return walk(what, (view, dtype) => {
    const block = blocks.get(view.storage);
    return block ? { ...view, storage: block, offset: view.offset - (block.start - (view.storage as Block).start) / bytesIn(dtype) } : view;
  });
}
/** Where bindings may begin, in bytes, on every device. */
const ALIGNED = 256;

/** The blocks that operands are in. */
function blocksOf(request: Request): readonly Block[] {
  const found = new Set<Storage>();
  views(request, (view) => (found.add(view.storage), view));
  return [...found] as Block[];
}
const isLarge = (request: Request): boolean => blocksOf(request).some((block) => piecesOf(block) > 1);

/** Whether a kernel has room for the pieces of operands, beside those of scratch. What is too many operands is brought together, which is to be one piece. */
function fits(request: Request): boolean {
  const blocks = blocksOf(request),
    { piece } = blocks[0]!,
    pieces = blocks.reduce((n, b) => n + piecesOf(b), 0);
  return scratchOf(request) <= piece && (pieces === blocks.length ? blocks.length <= BUFFERS / 2 || bytesOf(blocks) <= piece : pieces <= BUFFERS / 2);
}
const bytesOf = (blocks: readonly Block[]): number => blocks.reduce((n, { bytes }) => n + bytes, 0);
/** Bytes that it takes for itself, where that may be more than operands have. */
const scratchOf = (r: Request): number =>
  r.kind === "reduce" ? Math.max(16, 12 * r.program.outputs.length) * (volume(r.shape) / r.shape.at(-2)!) * Math.ceil(r.shape.at(-2)! / BLOCK) : 0;

const volume = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);
/** Looks at so many elements, one after the other. */
const line = (look: Look, view: View, dtype: DType, count: number): View => look(view, dtype, [count], [1]);

/** Looks at the inputs of a program along a shape. */
export const lookAt = (inputs: readonly (View | number)[], look: Look, { inputs: types }: Program, shape: readonly number[]): (View | number)[] =>
  inputs.map((o, k) => (typeof o === "number" ? o : look(o, types[k]!, shape)));
/** The request with what `look` answers in the place of its operands. */
function views<R extends Request>(request: R, look: Look): R;
function views(r: Request, look: Look): Request {
  switch (r.kind) {
    case "map":
      return {
        ...r,
        inputs: lookAt(r.inputs, look, r.program, r.shape),
        outputs: r.outputs.map((o, j) => look(o, typeOf(r.program, r.program.outputs[j]!), r.shape)),
      };
    case "reduce": {
      const last = r.program.finish ?? r.program,
        count = volume(r.shape.toSpliced(-2, 1));
      return {
        ...r,
        inputs: lookAt(r.inputs, look, r.program, r.shape),
        outputs: r.outputs.map((o, j) => line(look, o, typeOf(last, last.outputs[j]!), count)),
      };
    }
    case "rows":
      return { ...r, stages: r.stages.map((stage) => views(stage, look)) };
    case "copy":
      return { ...r, input: look(r.input, r.dtype, r.shape), output: line(look, r.output, r.dtype, volume(r.shape)) };
    case "concat": {
      const parts = r.parts.map((p) => {
        look({ ...r.output, offset: r.output.offset + p.offset }, r.dtype, p.shape, p.strides);
        return typeof p.source === "number" ? p : { ...p, source: look(p.source, r.dtype, p.shape) };
      });
      const base = typeof r.base === "number" || r.base === r.output ? r.base : look(r.base, r.dtype, r.shape),
        output = line(look, r.output, r.dtype, r.base === r.output ? 0 : volume(r.shape));
      return { ...r, parts, output, base: r.base === r.output ? output : base };
    }
    case "matmul": {
      const { batch, m, n, k, dtype } = r;
      return {
        ...r,
        a: look(r.a, dtype, k ? [batch, m, k] : [0]),
        b: look(r.b, dtype, k ? [batch, k, n] : [0]),
        c: line(look, r.c, dtype, batch * m * n),
      };
    }
    case "conv": {
      const { batch, groups, inputs, outputs, positions, taps, dtype } = r,
        seen = positions.map((p, d) => (taps[d] ? (p - 1) * r.stride[d]! + (taps[d]! - 1) * r.dilation[d]! + 1 : 0));
      return {
        ...r,
        x: look(r.x, dtype, [batch, groups, inputs, ...seen]),
        w: look(r.w, dtype, [groups, outputs, inputs, ...taps]),
        output: line(look, r.output, dtype, batch * groups * outputs * volume(positions)),
      };
    }
    case "pool":
      return {
        ...r,
        input: line(look, r.input, r.dtype, r.rows * volume(r.size)),
        output: line(look, r.output, r.combine === "sum" ? r.dtype : "int32", r.rows * volume(r.windows.map(({ from }) => from.length))),
      };
    case "gather": {
      const [outer, , inner] = r.shape;
      return {
        ...r,
        input: line(look, r.input, r.dtype, outer * r.size * inner),
        index: look(r.index, "int32", r.shape),
        output: line(look, r.output, r.dtype, volume(r.shape)),
      };
    }
    case "scatter": {
      const [outer, , inner] = r.shape,
        count = outer * r.size * inner;
      return {
        ...r,
        base: r.base && line(look, r.base, r.dtype, count),
        index: look(r.index, "int32", r.shape),
        source: line(look, r.source, r.dtype, volume(r.shape)),
        output: line(look, r.output, r.dtype, count),
      };
    }
    case "scan":
      return {
        ...r,
        factor: r.factor && look(r.factor, r.dtype, r.shape),
        term: r.term && look(r.term, r.dtype, r.shape),
        output: line(look, r.output, r.dtype, volume(r.shape)),
      };
    case "sort":
      return { ...r, input: line(look, r.input, r.dtype, r.rows * r.n), output: line(look, r.output, "int32", r.rows * r.count) };
    case "random":
      return { ...r, output: line(look, r.output, "int32", r.count) };
  }
}

const from = (view: View, elements: number): View => ({ ...view, offset: view.offset + elements });

/**
 * Two halves along the first of these dimensions that has more than one place. `make` is given the sizes of a half, `along`, which moves a view to where it begins (by its
 * strides along these dimensions), and how many places of all of them come before. `each`: elements of a place, of which a first half has a multiple of `whole`.
 */
function halves<R>(
  sizes: readonly number[],
  [each, whole]: readonly [number, number],
  make: (sizes: number[], along: (view: View, strides?: readonly number[]) => View, before: number) => R,
): readonly [R, R] | null {
  const d = sizes.findIndex((n) => n > 1);
  if (d < 0) return null;
  const inner = volume(sizes.slice(d + 1));
  let first = Math.ceil(sizes[d]! / 2);
  while ((first * inner * each) % whole) first++;
  if (first >= sizes[d]!) return null;
  const half = (at: number, count: number): R =>
    make(sizes.with(d, count), (view, strides = view.strides) => from(view, at * strides[d]!), at * inner);
  return [half(0, first), half(first, sizes[d]! - first)];
}
/** Elements of whole words. */
const whole = (...types: readonly DType[]): number => Math.max(1, ...types.map(perWord));

/** Requests that together are this one; null where results depend on one another, or those of halves were not contiguous. */
function halved(r: Request): readonly Request[] | null {
  switch (r.kind) {
    case "map":
      return halves(r.shape, [1, whole(...r.program.outputs.map((i) => typeOf(r.program, i)))], (shape, along) => ({
        ...r,
        shape,
        inputs: r.inputs.map((o) => (typeof o === "number" ? o : along(o))),
        outputs: r.outputs.map((o) => along(o)),
      }));
    case "reduce": {
      const terms = r.shape.at(-2)!;
      return halves(r.shape.toSpliced(-2, 1), [1, 1], (sizes, along, before) => ({
        ...r,
        shape: sizes.toSpliced(-1, 0, terms),
        inputs: r.inputs.map((o) => (typeof o === "number" ? o : along(o, o.strides.toSpliced(-2, 1)))),
        outputs: r.outputs.map((o) => from(o, before)),
      }));
    }
    case "copy":
      return halves(r.shape, [1, whole(r.dtype)], (shape, along, before) => ({
        ...r,
        shape,
        input: along(r.input),
        output: from(r.output, before),
      }));
    case "concat":
      return concatHalved(r);
    case "matmul": {
      const { batch, m, n, k, a, b, c } = r;
      if (batch > 1)
        return halves([batch], [1, 1], ([batch], along, before) => ({ ...r, batch: batch!, a: along(a), b: along(b), c: from(c, before * m * n) }));
      // A product of one row is another sum.
      if (m < 4 || n === 1 || k === 0) return null;
      return halves([1, m], [1, 1], ([, m], along, before) => ({ ...r, m: m!, a: along(a), c: from(c, before * n) }));
    }
    case "conv": {
      const [xn, xg] = r.x.strides as [number, number],
        [wg, wo] = r.w.strides as [number, number],
        places = volume(r.positions);
      const found = halves([r.batch, r.groups, r.outputs], [1, 1], ([batch, groups, outputs], along, before) => ({
        ...r,
        batch: batch!,
        groups: groups!,
        outputs: outputs!,
        x: along(r.x, [xn, xg, 0]),
        w: along(r.w, [0, wg, wo]),
        output: from(r.output, before * places),
      }));
      // Long sums of few results are added in another order.
      return found?.every((half) => shareOf(half) === shareOf(r)) ? found : null;
    }
    case "pool":
      return halves([r.rows], [1, 1], ([rows], _, before) => ({
        ...r,
        rows: rows!,
        input: from(r.input, before * volume(r.size)),
        output: from(r.output, before * volume(r.windows.map((w) => w.from.length))),
      }));
    case "gather": {
      const [outer, count, inner] = r.shape;
      return halves([outer, count], [inner, whole(r.dtype)], ([outer, count], along, before) => ({
        ...r,
        shape: [outer!, count!, inner] as const,
        input: along(r.input, [r.size * inner, 0]),
        index: along(r.index),
        output: from(r.output, before * inner),
      }));
    }
    case "scatter": {
      const [outer, count, inner] = r.shape,
        made = r.size * inner;
      return halves([outer], [made, whole(r.dtype)], ([outer], along, before) => ({
        ...r,
        shape: [outer!, count, inner] as const,
        base: r.base && from(r.base, before * made),
        index: along(r.index),
        source: from(r.source, before * count * inner),
        output: from(r.output, before * made),
      }));
    }
    case "scan": {
      const [outer, n, inner] = r.shape;
      return halves([outer], [1, 1], ([outer], along, before) => ({
        ...r,
        shape: [outer!, n, inner] as const,
        factor: r.factor && along(r.factor),
        term: r.term && along(r.term),
        output: from(r.output, before * n * inner),
      }));
    }
    case "sort":
      return halves([r.rows], [1, 1], ([rows], _, before) => ({
        ...r,
        rows: rows!,
        input: from(r.input, before * r.n),
        output: from(r.output, before * r.count),
      }));
    case "random": {
      const each = elements(r.draw),
        [low, high, ...rest] = r.counter;
      return halves([Math.ceil(r.count / each)], [1, 1], ([blocks], _, before) => ({
        ...r,
        counter: [(low + before) % 2 ** 32, (high + Number(low + before >= 2 ** 32)) % 2 ** 32, ...rest] as const,
        count: Math.min(blocks! * each, r.count - before * each),
        output: from(r.output, before * each),
      }));
    }
    case "rows":
      return null;
  }
}

/** The base by itself, then part after part over what is there; those have any place, and are halved where they reach farthest. */
function concatHalved(r: ConcatRequest): readonly Request[] | null {
  const [part] = r.parts;
  if (!part)
    return halves(r.shape, [1, whole(r.dtype)], (shape, along, before) => ({
      ...r,
      shape,
      base: typeof r.base === "number" ? r.base : along(r.base),
      output: from(r.output, before),
    }));
  if (r.base !== r.output) return [...(isCovered(r) ? [] : [{ ...r, parts: [] }]), ...r.parts.map((p) => ({ ...r, base: r.output, parts: [p] }))];
  const { source, shape, strides } = part,
    reach = shape.map((n, d) => (n - 1) * Math.max(Math.abs(strides[d]!), typeof source === "number" ? 0 : Math.abs(source.strides[d]!))),
    d = reach.indexOf(Math.max(...reach));
  return halves([shape[d]!], [1, 1], ([size], _, before) => {
    const moved = typeof source === "number" ? source : from(source, before * source.strides[d]!);
    return { ...r, parts: [{ ...part, shape: shape.with(d, size!), source: moved, offset: part.offset + before * strides[d]! }] };
  });
}
