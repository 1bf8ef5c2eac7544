/**
 * `conform`: the suite as a command. It touches neither disk nor process: its host does.
 *
 *   conform [op …]                       the rows (all of them) and, without names, the structural kinds
 *   conform reduce                       one structural kind
 *   conform softplus:f32:cpu:x=0xc15cd4fe   one value, as failures print it; softplus.x: its derivative; narrow for cpu: in narrow arithmetic
 *   conform --exhaustive exp [log …]     all 2³² inputs, resumed where it stopped
 *   conform --exhaustive exp --every 4   one of four of them
 *   conform --sampled [op …]             4 million inputs of each value, and then of each derivative, resumed where it stopped
 *   conform --narrow [op …]              the rows in strict float32 on two floats and an exponent, subnormals kept and flushed
 *   --backend <module>                   what is judged; by default @evenkeel/cpu
 *
 * Its host has `--nightly [op …]` besides (tools/nightly.ts): all of this where it takes more than Node.
 */
import type { Backend, Facts } from "@evenkeel/core";
import { KINDS, runKind } from "./kinds/run.js";
import type { Reference } from "./reference/reference.js";
import { narrowBackend } from "./narrow/index.js";
import { kindTable, table } from "./report/table.js";
import { fromBits, toResult } from "./result.js";
import type { Finding } from "./row.js";
import { passed, type Report, run, runOne } from "./run.js";
import { sample, type Sampled } from "./sampled.js";
import { chunksOf, emptyTally, hashChunk, sweep, type Swept, sweptOf, type Tally } from "./sweep.js";

export interface Host {
  print(line: string): void;
  /** The backend that a module exports. */
  load(module: string): Promise<Backend>;
  /** The record of a sweep under way, or null. Names are ops, with the backend's before them where that is not the CPU. */
  readState(name: string): string | null;
  writeState(name: string, text: string): void;
  /** A record that was kept, or null. */
  readResult(name: string): string | null;
  /** Keeps a record, and drops the one under way. */
  writeResult(name: string, text: string): void;
  today(): string;
  /** The project's last commit. */
  commit(): string;
}

export interface Suite {
  readonly facts: readonly Facts[];
  readonly references: Readonly<Record<string, Reference>>;
}

/** Answers the exit code: 0 if everything held. */
export async function conform(args: readonly string[], suite: Suite, host: Host): Promise<number> {
  const { names, flags, module, every } = parse(args);
  if (flags.has("--narrow")) return narrow(names, suite, host);
  const backend = await host.load(module);
  if (flags.has("--exhaustive")) return exhaustive(names, suite, backend, host, every);
  if (flags.has("--sampled")) return sampled(names, suite, backend, host);
  const addresses = names.filter((n) => n.includes("=")),
    whole = names.filter((n) => !n.includes("="));
  const reports: Report[] = [],
    kinds =
      whole.length + addresses.length
        ? whole.map(kindOf).filter((k) => k !== null)
        : (Object.keys(KINDS) as (keyof typeof KINDS)[]).filter((kind) => kind !== "rows" || backend.join);
  for (const a of addresses) reports.push(await at(a, suite, backend));
  const rows = whole.filter((n) => !kindOf(n)).map((n) => find(n.split(":")[0]!, suite));
  if (rows.length || names.length === 0) reports.push(await run(backend, names.length ? rows : suite.facts, suite.references));
  reports.forEach((r) => host.print(table(r)));
  const found = [];
  for (const kind of kinds) found.push(await runKind(backend, kind));
  if (found.length) host.print(kindTable(found));
  return reports.every(passed) && found.every((f) => f.failures.length === 0) ? 0 : 1;
}

const NARROW = [narrowBackend(), narrowBackend({ flush: true })];

/** Every body on the number type that a backend without float64 computes with. */
async function narrow(names: readonly string[], suite: Suite, host: Host): Promise<number> {
  const rows = names.length ? names.map((n) => find(n, suite)) : suite.facts;
  let code = 0;
  for (const backend of NARROW) {
    const report = await run(backend, rows, suite.references);
    host.print(table(report));
    if (!passed(report)) code = 1;
  }
  return code;
}

const recordOf = (backend: Backend, name: string): string => (backend.name === "cpu" ? name : `${backend.name}/${name}`);

async function exhaustive(names: readonly string[], suite: Suite, backend: Backend, host: Host, every: number): Promise<number> {
  let code = 0;
  for (const f of names.length ? names.map((n) => find(n, suite)) : suite.facts.filter((each) => each.exhaustive)) {
    const arithmetic = backend.manifest.arithmetic,
      op = { ...sweptOf(f, suite.references[f.name]!.value, arithmetic), every },
      name = recordOf(backend, `${f.name}${every > 1 ? `-${every}` : ""}`),
      tally = await resume(host.readState(name), op, backend);
    const start = tally.hashes.length,
      all = chunksOf(op);
    host.print(`${f.name}: ${every > 1 ? `2^32/${every}` : "all 2^32"} inputs on ${backend.name}${start ? `, from chunk ${start} of ${all}` : ""}`);
    await sweep(backend, op, tally, (t) => {
      if (t.hashes.length % 8 === 0)
        host.writeState(
          name,
          JSON.stringify(t, (_, v: unknown) => (v === Infinity ? "Infinity" : v)),
        );
    });
    const origin = { op: f.name, arithmetic, date: host.today(), commit: host.commit() };
    host.writeResult(name, JSON.stringify(toResult(origin, tally, every), null, 2) + "\n");
    host.print(
      `${f.name}: worst ${tally.worstUlp} ulp at ${fromBits(tally.worstAt)}, ${tally.wrongRounded} wrongly rounded, ${tally.over} over the bound`,
    );
    if (tally.over) code = 1;
  }
  return code;
}

/** Values of all ops first. */
async function sampled(names: readonly string[], suite: Suite, backend: Backend, host: Host): Promise<number> {
  const rows = names.length ? names.map((n) => find(n, suite)) : suite.facts;
  let failed = 0;
  for (const values of [true, false])
    for (const f of rows) {
      const name = recordOf(backend, `sampled/${f.name}`),
        kept = JSON.parse(host.readResult(name) ?? "{}") as { readonly parts?: Readonly<Record<string, Sampled>> };
      let parts = kept.parts ?? {};
      const wanted = (part: string): boolean => (part === "value") === values;
      failed += await sample(backend, f, suite.references[f.name]!, parts, wanted, (part, found, sentences) => {
        parts = { ...parts, [part]: found };
        const record = { op: f.name, arithmetic: backend.manifest.arithmetic, date: host.today(), commit: host.commit(), parts };
        host.writeResult(name, JSON.stringify(record, null, 2) + "\n");
        const { inputs, bound, worstUlp, worstAt } = found;
        host.print(
          `${f.name} ${part}: worst ${worstUlp.toFixed(4)} of ${bound} ulp at ${worstAt.join(", ")}, ${inputs.toLocaleString("en")} inputs, ${found.failed} failed`,
        );
        sentences.forEach((sentence) => host.print(sentence));
      });
    }
  return failed ? 1 : 0;
}

/** The tally of an earlier run, if every 32nd of its chunks still gives the same outputs; else an empty one. */
async function resume(text: string | null, op: Swept, backend: Backend): Promise<Tally> {
  if (text === null) return emptyTally();
  const tally = JSON.parse(text, (_, v: unknown) => (v === "Infinity" ? Infinity : v)) as Tally;
  for (let i = tally.hashes.length - 1; i >= 0; i -= 32) if ((await hashChunk(backend, op, i)) !== tally.hashes[i]) return emptyTally();
  return tally;
}

/** One address: `name[.part]:f32:backend:x=0x…[,y=0x…]`. */
async function at(address: string, suite: Suite, loaded: Backend): Promise<Report> {
  const [head = "", format, where, point = ""] = address.split(":"),
    [name = "", part = "value"] = head.split(".");
  const x = point.split(",").map((each) => fromBits(Number(each.split("=")[1])));
  const f = find(name, suite),
    reference = suite.references[name]!,
    // A special value that the reference misses is found beside the kernel's.
    backend = where === "reference" ? loaded : [loaded, ...NARROW].find((b) => b.name === where);
  if (format !== "f32" || !backend)
    throw new RangeError(`conform: ${address} is of ${format} on ${where}, and here is f32 on ${loaded.name}, narrow, narrow-ftz or reference.`);
  if (x.length !== f.arity)
    throw new RangeError(`conform: ${name} takes ${f.arity} inputs, and ${address} gives ${x.length}. Write x=0x…${f.arity > 1 ? ",y=0x…" : ""}.`);
  const findings = [await runOne(backend, f, reference, part as Finding["part"], x)];
  return { backend: backend.name, arithmetic: backend.manifest.arithmetic, seed: 0, findings };
}

const kindOf = (name: string): keyof typeof KINDS | null => {
  const kind = name.split(":")[0]!;
  return kind in KINDS ? (kind as keyof typeof KINDS) : null;
};

function find(name: string, { facts }: Suite): Facts {
  const f = facts.find((each) => each.name === name);
  if (!f) throw new RangeError(`conform: there is no op ${name}. Ops with facts: ${facts.map((each) => each.name).join(", ")}.`);
  return f;
}

interface Parsed {
  readonly names: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly module: string;
  readonly every: number;
}
const FLAGS = ["--exhaustive", "--narrow", "--sampled"];
function parse(args: readonly string[]): Parsed {
  const rest = [...args],
    valueOf = (flag: string, what: string): string | null => {
      const at = rest.indexOf(flag);
      if (at < 0) return null;
      const [, value] = rest.splice(at, 2);
      if (value === undefined) throw new TypeError(`conform: ${flag} needs ${what}.`);
      return value;
    };
  const module = valueOf("--backend", "a module. Write --backend ./mine.js") ?? "@evenkeel/cpu",
    given = valueOf("--every", "a number. Write --every 4") ?? "1",
    every = Number(given);
  if (![1, 2, 4, 8, 16, 32, 64].includes(every)) throw new RangeError(`conform: --every ${given} is no power of two from 1 to 64.`);
  const unknown = rest.find((f) => f.startsWith("--") && !FLAGS.includes(f));
  if (unknown) throw new TypeError(`conform: ${unknown} is no option. Use ${FLAGS.join(", ")}, --every <n> or --backend <module>.`);
  return { names: rest.filter((a) => !a.startsWith("--")), flags: new Set(rest.filter((a) => a.startsWith("--"))), module, every };
}
