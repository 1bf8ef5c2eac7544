/**
 * Groups the nodes of a run into few kernels: one loop around the bodies of many ops. A plan knows structure only; sizes, strides and
 * numbers are bound when it runs. Fusing never changes a bit, so every choice here is about speed.
 */
import { type Arithmetic, arithmeticOf, bytesIn, type DType, isFloating } from "../dtype.js";
import type { Reduction } from "../ops/reduction.js";
import { numberIn } from "../tensor/create.js";
import { isHeavy, type Program, type Step, wordsIn } from "../scalar/program.js";
import { sameShape, type Shape } from "../tensor/shape.js";
import { promote } from "../tensor/promote.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Graph, isComputed } from "./graph.js";

/** No loop has more words, unless one op has: compilers take so many locals and no more, and time for each. */
const MAX_WORDS = 1000;

/** One kernel: indices into the run's nodes. */
export interface Kernel {
  /** The node whose kind and shape the kernel has. */
  readonly anchor: number;
  /** The ops of a map or in front of a reduce; null for the other kinds. */
  readonly program: Program | null;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}
export interface Plan {
  readonly kernels: readonly Kernel[];
  /** For each node, the last kernel that reads it. */
  readonly lastUse: readonly number[];
}

interface Group {
  readonly anchor: number;
  readonly shape: Shape;
  readonly fuses: boolean;
  readonly reduces: boolean;
  heavy: boolean;
  words: number;
  /** Several reductions only where they are one loop, the anchor first. */
  readonly members: number[];
}

/** `states`: the nodes that are written to state. They come last, behind everything that can fail. */
export function makePlan(g: Graph, fuse = true, states: ReadonlySet<number> = new Set()): Plan {
  const users: number[][] = g.nodes.map(() => []);
  g.inputs.forEach((xs, i) => xs.forEach((x) => users[x]!.push(i)));
  const groupOf: (Group | undefined)[] = [],
    groups: Group[] = [],
    loops = new Map<string, Group>();
  for (let i = g.nodes.length - 1; i >= 0; i--) {
    if (!isComputed(g, i)) continue;
    const t = g.nodes[i]!,
      words = t.op.body ? wordsIn(t.op.body) : 0,
      home = fuse && t.op.kind === "map" && !t.layout ? groupOf[users[i]![0]!] : undefined,
      heavy = t.op.kind === "map" && isHeavy(t.op.body!);
    const joins =
      home?.fuses &&
      users[i]!.every((u) => groupOf[u] === home) &&
      sameShape(t.shape, home.shape) &&
      !(heavy && home.heavy) &&
      home.words + words <= MAX_WORDS &&
      !(home.reduces && g.keep.has(i));
    if (joins) {
      home.members.push(i);
      home.heavy ||= heavy;
      home.words += words;
      groupOf[i] = home;
    } else {
      const reduces = t.op.kind === "reduce" && !t.layout,
        loop = fuse && reduces ? loopOf(g, i) : undefined,
        sister = loop === undefined ? undefined : loops.get(loop);
      if (sister) {
        // It runs where the first of its reductions would: what they read is there.
        groups.splice(groups.indexOf(sister), 1);
        groups.push((groupOf[i] = sister));
        sister.members.push(i);
        continue;
      }
      groups.push(
        (groupOf[i] = {
          anchor: i,
          shape: reduces ? t.inputs[0]!.shape : t.shape,
          fuses: !t.layout && (reduces || t.op.kind === "map"),
          reduces,
          heavy: heavy || t.op.wide?.heavy === true,
          words,
          members: [i],
        }),
      );
      if (loop !== undefined) loops.set(loop, groupOf[i]!);
    }
  }
  groups.reverse();
  const late = new Set<Group>();
  if (states.size)
    for (const group of groups)
      if (group.members.some((i) => states.has(i) || g.inputs[i]!.some((x) => late.has((groupOf[x] ?? groupOf[g.inputs[x]![0]!])!)))) late.add(group);
  const kernels = [...groups.filter((x) => !late.has(x)), ...late].map((group) => kernelOf(g, group, users, groupOf)),
    lastUse = g.nodes.map(() => -1);
  kernels.forEach((k, at) => k.inputs.forEach((i) => (lastUse[g.nodes[i]!.layout && !isComputed(g, i) ? g.inputs[i]![0]! : i] = at)));
  return { kernels, lastUse };
}

/** What reductions agree in that are one loop: the same elements, over the same dimensions; undefined for all others. */
function loopOf(g: Graph, i: number): string | undefined {
  const { op, attrs, dtype } = g.nodes[i]!;
  if (!op.wide) return undefined;
  const { from, to } = attrs as Reduction;
  return `${dtype} ${from} ${to} ${termsIn(g, i).join()}`;
}
/** What is read for each element. */
const termsIn = (g: Graph, i: number): readonly number[] => g.inputs[i]!.slice(0, g.nodes[i]!.op.wide?.count);

function kernelOf(g: Graph, group: Group, users: readonly number[][], groupOf: readonly (Group | undefined)[]): Kernel {
  const { anchor } = group;
  if (!group.fuses) return { anchor, program: null, inputs: g.inputs[anchor]!, outputs: [anchor] };
  const isSum = (i: number): boolean => group.reduces && g.nodes[i]!.op.kind === "reduce",
    members = group.members.filter((i) => !isSum(i)).reverse();
  const inputs: number[] = [],
    place = new Map<number, number>();
  const operands = group.reduces ? [...members, anchor] : members,
    inside = new Set(members);
  for (const m of operands) for (const x of termsIn(g, m)) if (!inside.has(x) && !place.has(x)) place.set(x, inputs.push(x) - 1);
  members.forEach((m, k) => place.set(m, inputs.length + k));
  const steps: Step[] = members.map((m) => ({
    body: g.nodes[m]!.op.body!,
    args: g.inputs[m]!.map((x) => place.get(x)!),
    arithmetic: arithmeticIn(g.nodes[m]!),
    dtype: g.nodes[m]!.dtype,
  }));
  const { wide } = g.nodes[anchor]!.op;
  if (wide && group.reduces) return { anchor, ...wide.loop(g, group.members.filter(isSum), inputs, place, steps) };
  const outputs = group.reduces ? [anchor] : members.filter((m) => m === anchor || g.keep.has(m) || users[m]!.some((u) => groupOf[u] !== group)),
    stored = group.reduces ? g.inputs[anchor]! : outputs,
    program = { inputs: inputs.map((x) => typeOfOperand(g.nodes[x]!)), steps, outputs: stored.map((m) => place.get(m)!) };
  return { anchor, program, inputs, outputs };
}

/** What a kernel is given: of float16, which is a way to store numbers, a number is the float32 that is computed with. */
export const typeOfOperand = (t: Tensor): DType => (bytesIn(t.dtype) === 2 && numberIn(t) !== undefined ? "float32" : t.dtype);

/** What a node is computed in: the least that loses nothing of its operands, or of a floating result. */
export function arithmeticIn({ inputs, dtype }: Tensor): Arithmetic {
  const types = inputs.map((x) => x.dtype);
  return arithmeticOf((isFloating(dtype) ? [...types, dtype] : types).reduce(promote));
}
