/** The libraries, each in a process of its own. `serve.ts` and `pytorch.py` are the other side. */
import { findTorch, forked, type Link, piped, type Question, type Reply } from "./link.js";
import type { Row } from "./work.js";

const FILES = { evenkeel: "./evenkeel.ts", tfjs: "./tfjs.ts", "jax-js": "./jax.ts", "ort-web": "./ort.ts", torch: "./pytorch.py" } as const;
export type Library = keyof typeof FILES;
export const LIBRARIES = Object.keys(FILES) as Library[];
/** Those that run where evenkeel does. PyTorch is native code. */
export const RIVALS: readonly Library[] = ["tfjs", "jax-js", "ort-web"];

export const torch = findTorch();
export const present = (library: Library): boolean => library !== "torch" || torch !== null;

export class Contender {
  private readonly link: Link;
  private answered: (reply: Reply) => void = () => {};

  constructor(readonly name: Library) {
    this.link = name === "torch" ? piped(torch!.python, FILES.torch) : forked(FILES[name], name);
    this.link.listen((reply) => this.answered(reply));
  }
  /** Takes the inputs of a row, and names the ways to do it. */
  prepare(row: Row, inputs: readonly Float32Array[]): Promise<string[]> {
    return this.ask("prepare", row, inputs);
  }
  result(way: string): Promise<Float32Array> {
    return this.ask("result", way);
  }
  /** Microseconds of CPU time, each of `repeats` times. */
  sample(way: string, repeats: number): Promise<number> {
    return this.ask("sample", way, repeats);
  }
  stop(): void {
    this.link.stop();
  }
  private ask<T>(...question: Question): Promise<T> {
    return new Promise((resolve, reject) => {
      this.answered = ({ answer, error }) => (error === undefined ? resolve(answer as T) : reject(new Error(error)));
      this.link.send(question);
    });
  }
}
