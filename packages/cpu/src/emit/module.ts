/** Functions and the module that holds them, written as WebAssembly bytes. The one import is the memory, `m.m`. */
import { text, unsigned, vector, written, type Code, type Constant } from "./code.js";
import { V128, get, set } from "./instructions.js";

export class Fn {
  readonly locals: number[] = [];
  body: Code[] = [];
  /** Where code goes that gives the same at every step of a loop; null outside of one. */
  private still: Code[] | null = null;
  /** Computes the vector constants that the body uses. */
  readonly entry: Code[] = [];
  private readonly constants = new Map<string, Code>();

  constructor(
    readonly name: string,
    readonly params: readonly number[],
    readonly results: readonly number[],
  ) {}

  local(type: number): number {
    this.locals.push(type);
    return this.params.length + this.locals.length - 1;
  }
  localsOf(type: number, count: number): number[] {
    return Array.from({ length: count }, () => this.local(type));
  }
  emit(...code: Code[]): void {
    this.body.push(code);
  }
  /** Emits code which gives the same at every step of the loop that is being built. */
  emitStill(code: Code): void {
    (this.still ?? this.body).push(code);
  }
  /** A step of a loop, and what can be computed before it. */
  step(build: () => void): { readonly before: Code; readonly step: Code } {
    const kept = this.still,
      before: Code[] = (this.still = []),
      step = this.grab(build);
    this.still = kept;
    return { before, step };
  }
  /** What `build` emits, as code to be placed elsewhere. */
  grab(build: () => void): Code {
    const kept = this.body;
    const grabbed: Code[] = (this.body = []);
    build();
    this.body = kept;
    return grabbed;
  }

  bytes(): Code {
    const body = written(this.body, (c) => this.constant(c));
    // Neighbouring locals of one type are declared together.
    const groups: [number, number][] = [];
    for (const type of this.locals) {
      const last = groups[groups.length - 1];
      if (last?.[1] === type) last[0]++;
      else groups.push([1, type]);
    }
    const start = written([vector(groups.map(([count, type]) => [unsigned(count), type])), this.entry]);
    return [unsigned(start.length + body.length + 1), start, body, 0x0b];
  }

  private constant(c: Constant): Code {
    let code = this.constants.get(c.key);
    if (!code) {
      const local = this.local(V128);
      this.constants.set(c.key, (code = get(local)));
      this.entry.push(set(local, c.splat));
    }
    return code;
  }
}

export class Mod {
  private readonly fns: Fn[] = [];

  /** Adds a function and returns its index; without a name it is not exported. */
  fn(name: string, params: readonly number[], results: readonly number[], build: (f: Fn) => void): number {
    const f = new Fn(name, params, results);
    build(f);
    return this.fns.push(f) - 1;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const section = (id: number, items: readonly Code[]): Code => {
      const bytes = written(vector(items));
      return [id, unsigned(bytes.length), bytes];
    };
    return written([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(
        1,
        this.fns.map((f) => [0x60, vector(f.params), vector(f.results)]),
      ),
      section(2, [[text("m"), text("m"), 2, 0, 0]]),
      section(
        3,
        this.fns.map((_, i) => unsigned(i)),
      ),
      section(
        7,
        this.fns.flatMap((f, i) => (f.name ? [[text(f.name), 0, unsigned(i)]] : [])),
      ),
      section(
        10,
        this.fns.map((f) => f.bytes()),
      ),
    ]);
  }
}
