/**
 * `conform`: the suite as a command. It touches neither disk nor process: its host does.
 *
 *   conform [op …]                       the rows (all of them) and, without names, the structural kinds
 *   conform reduce                       one structural kind
 *   conform softplus:f32:cpu:x=0xc15cd4fe   one value, as failures print it; softplus.x: its derivative; narrow for cpu: in narrow arithmetic
 *   conform --exhaustive exp [log …]     all 2³² inputs, resumed where it stopped
 *   conform --narrow [op …]              the rows in strict float32 on two floats and an exponent, subnormals kept and flushed
 *   --backend <module>                   what is judged; by default @evenkeel/cpu
 */
import type { Backend, Facts } from "@evenkeel/core";
import { KINDS, runKind } from "./kinds/run.js";
import type { Reference } from "./reference/reference.js";
import { narrowBackend } from "./narrow/index.js";
import { kindTable, table } from "./report/table.js";
import { fromBits, toResult } from "./result.js";
import type { Finding } from "./row.js";
import { passed, type Report, run, runOne } from "./run.js";
import { CHUNKS, emptyTally, hashChunk, sweep, type Swept, sweptOf, type Tally } from "./sweep.js";

export interface Host {
  print(line: string): void;
  /** The backend that a module exports. */
  load(module: string): Promise<Backend>;
  /** The record of a sweep under way, or null. */
  readState(op: string): string | null;
  writeState(op: string, text: string): void;
  /** Keeps the record of a finished sweep, and drops the one under way. */
  writeResult(op: string, text: string): void;
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
  const { names, flags, module } = parse(args);
  if (flags.has("--narrow")) return narrow(names, suite, host);
  const backend = await host.load(module);
  if (flags.has("--exhaustive")) return exhaustive(names, suite, backend, host);
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

async function exhaustive(names: readonly string[], suite: Suite, backend: Backend, host: Host): Promise<number> {
  let code = 0;
  for (const f of names.length ? names.map((n) => find(n, suite)) : suite.facts.filter((each) => each.exhaustive)) {
    const arithmetic = backend.manifest.arithmetic,
      op = sweptOf(f, suite.references[f.name]!.value, arithmetic),
      tally = await resume(host.readState(f.name), op, backend);
    const start = tally.hashes.length;
    host.print(`${f.name}: all 2^32 inputs on ${backend.name}${start ? `, from chunk ${start} of ${CHUNKS}` : ""}`);
    await sweep(backend, op, tally, (t) => {
      if (t.hashes.length % 8 === 0)
        host.writeState(
          f.name,
          JSON.stringify(t, (_, v: unknown) => (v === Infinity ? "Infinity" : v)),
        );
    });
    host.writeResult(f.name, JSON.stringify(toResult({ op: f.name, arithmetic, date: host.today(), commit: host.commit() }, tally), null, 2) + "\n");
    host.print(
      `${f.name}: worst ${tally.worstUlp} ulp at ${fromBits(tally.worstAt)}, ${tally.wrongRounded} wrongly rounded, ${tally.over} over the bound`,
    );
    if (tally.over) code = 1;
  }
  return code;
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

function parse(args: readonly string[]): { names: string[]; flags: Set<string>; module: string } {
  const at = args.indexOf("--backend"),
    module = at < 0 ? "@evenkeel/cpu" : args[at + 1];
  if (module === undefined) throw new TypeError("conform: --backend needs a module. Write --backend ./mine.js.");
  const rest = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1)),
    flags = rest.filter((a) => a.startsWith("--"));
  const unknown = flags.find((f) => f !== "--exhaustive" && f !== "--narrow");
  if (unknown) throw new TypeError(`conform: ${unknown} is no option. Use --exhaustive, --narrow or --backend <module>.`);
  return { names: rest.filter((a) => !a.startsWith("--")), flags: new Set(flags), module };
}
