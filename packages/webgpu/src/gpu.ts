/**
 * A GPU device and what waits for it. Commands are gathered and submitted together: when something is read, when the code that recorded them has returned, or
 * when there are many. Errors arrive late, and are told of the batch of commands that they are in.
 */
import { DeviceLostError, type Fault, type Refusal, refusalError, type Storage } from "@evenkeel/core";
import { type Block, Buffers, piecesOf, roomFor } from "./buffers.js";
import { Words } from "./words.js";

/** WebGPU's own constants, which not every host has as globals. */
const USAGE = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 } as const;
const COMPUTE = 4;
const READ = 1;

/** Bytes of the numbers of one batch of commands, and how many commands there are at most. */
const UNIFORMS = 2 ** 18;
const COMMANDS = 512;
const KERNELS = 1024;
/** Bytes that were freed and wait for commands to be submitted: with more, a loop that never yields would take new memory for each run. */
const WAITING = 2 ** 25;
/** Kernels that may meet a fault, between two reads. */
const FAULTS = 512;
/** Storage buffers that every device gives a kernel. */
export const BUFFERS = 8;
/** Work groups along one dimension of a grid. */
const GRID = 65535;

export interface Kernel {
  readonly pipeline: GPUComputePipeline;
  readonly bindings: GPUBindGroupLayout;
  /** Numbers of 32 bits that it is given. */
  readonly words: number;
}
/** A kernel as WGSL: binding 0 is `array<vec4<u32>>` of its numbers, the others are storage, of which it writes those that say so. */
export interface Source {
  /** What people call it, in errors. */
  readonly name: string;
  readonly code: (soft: boolean, piece: number) => string;
  readonly writes: readonly boolean[];
  readonly words: number;
}

export class Gpu {
  readonly buffers: Buffers;
  built = 0;
  /** What was read for somebody who asked; the flags of faults are not counted. */
  readonly readbacks = { count: 0, bytes: 0 };
  private readonly kernels = new Map<string, Kernel>();
  private readonly layouts = new Map<string, GPUBindGroupLayout>();
  private readonly staging: Buffers;
  private readonly uniforms: GPUBuffer;
  private readonly numbers = new Uint8Array(UNIFORMS);
  private filled = 0;
  private commands = 0;
  private submits = 0;
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;
  private lost: Error | null = null;
  /** What the device has said by itself, to be told by the next read. */
  private stray: Error | null = null;
  private batch = new Batch();
  /** The batches that have had commands since `begin`. */
  private readonly used = new Set<Batch>();
  private readonly gone: Promise<never>;
  /** How those that wait are told that the device is lost. A race with `gone` would be remembered for as long as that has not come. */
  private readonly waiters = new Set<(error: Error) => void>();

  /** Whether the adapter is a CPU: barriers in work groups cost much there, and memory that many invocations read is in a cache anyway. */
  readonly isSoftware: boolean;

  /** Bytes of a piece, in which kernels are given what is larger than a binding may be, and whether anything ever was. */
  readonly piece: number;
  hasPieces = false;

  /** Where kernels say that they have met what has no right answer: two words a slot, what it was and an index. */
  readonly faults: Block;
  private awaited: ((fault: Fault | null) => void)[] = [];

  constructor(
    readonly device: GPUDevice,
    /** Whether sums and products are those of integers. */
    readonly soft = false,
    /** Bytes of a binding at most. */
    most: number = device.limits.maxStorageBufferBindingSize,
  ) {
    this.piece = Math.floor(most / 256) * 256;
    this.buffers = new Buffers((size, bytes) => this.storage(size, bytes));
    this.staging = new Buffers((size) => device.createBuffer({ size, usage: USAGE.MAP_READ | USAGE.COPY_DST }));
    this.uniforms = device.createBuffer({ size: UNIFORMS, usage: USAGE.UNIFORM | USAGE.COPY_DST });
    this.faults = this.reserve(8 * FAULTS);
    this.isSoftware = (device.adapterInfo as GPUAdapterInfo | undefined)?.isFallbackAdapter ?? false;
    this.gone = device.lost.then(({ reason, message }) => {
      const lost = (this.lost = new DeviceLostError(
        `webgpu: the device was lost${reason === "destroyed" ? ", for it was destroyed" : ""}${message ? ` (${message})` : ""}. What the heap has survives: ask for a new device, and go on from a snapshot.`,
      ));
      for (const tell of this.waiters) tell(lost);
      throw lost;
    });
    this.gone.catch(() => {});
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      this.stray ??= new Error(`webgpu: ${event.error.message}`);
    });
  }

  /** Everything that is asked of a lost device fails. */
  private check(): void {
    if (this.lost) throw this.lost;
  }

  reserve(bytes: number): Block {
    this.check();
    const most = this.device.limits.maxBufferSize;
    if (roomFor(bytes) > most) throw new RangeError(`webgpu: ${bytes} bytes are asked for, and a buffer has ${most} at most. Use smaller tensors.`);
    this.hasPieces ||= bytes > this.piece;
    return { bytes, home: { buffer: this.buffers.reserve(bytes), batch: -1 }, start: 0, piece: this.piece };
  }
  private storage(size: number, bytes: number): GPUBuffer {
    this.device.pushErrorScope("out-of-memory");
    const buffer = this.device.createBuffer({ size, usage: USAGE.STORAGE | USAGE.COPY_SRC | USAGE.COPY_DST });
    this.batch.reasons.push(
      this.device.popErrorScope().then((e): Refusal | null => {
        if (e) this.buffers.discard(buffer);
        return e ? { memory: bytes } : null;
      }),
    );
    return buffer;
  }
  free({ home }: Block): void {
    if (!home.buffer) throw new Error("internal: storage is freed twice. Please report this.");
    this.buffers.free(home.buffer);
    home.buffer = null;
    if (this.buffers.waiting >= WAITING) this.settle();
    else this.soon();
  }
  /** Copies data in, behind everything that was asked of this block before. */
  write(block: Block, data: ArrayBufferView): void {
    this.check();
    if (!data.byteLength) return;
    if (block.home.batch === this.submits) this.flush();
    const whole = data.byteLength & ~3;
    this.device.queue.writeBuffer(bufferOf(block), 0, data.buffer, data.byteOffset, whole);
    if (whole === data.byteLength) return;
    const rest = new Uint8Array(4);
    rest.set(new Uint8Array(data.buffer, data.byteOffset + whole, data.byteLength - whole));
    this.device.queue.writeBuffer(bufferOf(block), whole, rest);
  }
  /** Copies the first bytes out, once everything that was asked for is done. */
  async read(block: Block, out: ArrayBufferView): Promise<void> {
    this.check();
    this.begin();
    this.readbacks.count++;
    this.readbacks.bytes += out.byteLength;
    const faults = this.awaited.length ? this.readFaults() : null;
    await this.mapped(block, out);
    await faults;
  }
  private async mapped(block: Block, out: ArrayBufferView): Promise<void> {
    const bytes = Math.ceil(out.byteLength / 4) * 4;
    if (!bytes) return;
    const buffer = this.staging.reserve(bytes),
      { batch } = this;
    this.copy(block, 0, buffer, 0, bytes);
    this.flush();
    try {
      await this.unlessLost(buffer.mapAsync(READ, 0, bytes));
    } catch (error) {
      // A map that fails on a device which is about to say that it is lost.
      await Promise.race([this.gone, new Promise((done) => setTimeout(done, 100))]);
      const fault = await batch.answer;
      throw this.lost ?? (fault ? errorOf(fault) : error);
    }
    const fault = await batch.answer;
    const mapped = new Uint8Array(buffer.getMappedRange(0, bytes));
    new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(mapped.subarray(0, out.byteLength));
    buffer.unmap();
    this.staging.free(buffer);
    this.staging.submitted();
    this.check();
    const { stray } = this;
    this.stray = null;
    if (fault) throw errorOf(fault);
    if (stray) throw stray;
  }

  private unlessLost(work: Promise<unknown>): Promise<unknown> {
    return new Promise((done, fail) => {
      this.waiters.add(fail);
      const end = (): void => void this.waiters.delete(fail);
      work.then(done, fail).then(end, end);
    });
  }

  begin(): void {
    this.used.clear();
  }
  /** Whether what was asked for since `begin` has come to nothing: known when it is submitted. */
  outcome(): Promise<Refusal | null> | null {
    return this.used.size ? firstOf([...this.used].map((b) => b.answer)) : null;
  }
  /** A slot for a kernel that may meet a fault, and the answer, which the next read has. */
  fault(): { readonly slot: number; readonly answer: Promise<Fault | null> } {
    if (this.awaited.length === FAULTS) void this.readFaults();
    const slot = 2 * this.awaited.length;
    return { slot, answer: new Promise((done) => this.awaited.push(done)) };
  }
  /** Reads the slots that are taken, behind all that waits, and answers. */
  private async readFaults(): Promise<void> {
    const awaited = this.awaited.splice(0),
      words = new Uint32Array(2 * awaited.length);
    const reading = this.mapped(this.faults, words);
    this.encode().clearBuffer(bufferOf(this.faults), 0, words.byteLength);
    await reading.catch(() => {});
    awaited.forEach((answer, i) => answer(words[2 * i] === 0 ? null : words[2 * i] === 2 ? { overflow: true } : { index: words[2 * i + 1]! | 0 }));
  }

  /** Makes the first bytes 0. */
  clear(block: Block, bytes: number): void {
    this.pass?.end();
    this.pass = null;
    block.home.batch = this.submits;
    this.encode().clearBuffer(bufferOf(block), block.start, bytes);
  }
  copy(from: Block, at: number, to: GPUBuffer, start: number, bytes: number): void {
    this.pass?.end();
    this.pass = null;
    from.home.batch = this.submits;
    this.encode().copyBufferToBuffer(bufferOf(from), from.start + at, to, start, bytes);
  }

  /** The kernel of a key; `build` prints it if there is none. */
  kernel(key: string, build: () => Source): Kernel {
    const found = this.kernels.get(key);
    if (found) {
      this.kernels.delete(key);
      this.kernels.set(key, found);
      return found;
    }
    if (this.kernels.size >= KERNELS) this.kernels.delete(this.kernels.keys().next().value!);
    const made = this.compile(build());
    this.kernels.set(key, made);
    return made;
  }
  get cached(): number {
    return this.kernels.size;
  }

  /** Runs a kernel in `groups` work groups. Its numbers come after a 0, which barriers rest on, and are given as 32-bit words. */
  dispatch({ pipeline, bindings, words }: Kernel, storages: readonly Storage[], numbers: (words: Words) => void, groups: number): void {
    this.check();
    const bytes = 16 * Math.ceil(words / 4);
    if (this.filled + bytes > UNIFORMS || this.commands >= COMMANDS) this.flush();
    const at = this.filled;
    this.filled = Math.ceil((at + bytes) / 256) * 256;
    numbers(new Words(new DataView(this.numbers.buffer, at, bytes)));
    const resources = [{ buffer: this.uniforms, offset: 0, size: bytes }, ...storages.flatMap((storage) => resourcesOf(storage as Block))],
      entries = resources.map((resource, binding) => ({ binding, resource }));
    for (const storage of storages) (storage as Block).home.batch = this.submits;
    this.encode();
    this.pass ??= this.encoder!.beginComputePass();
    this.pass.setPipeline(pipeline);
    this.pass.setBindGroup(0, this.device.createBindGroup({ layout: bindings, entries }), [at]);
    const across = Math.min(groups, GRID);
    this.pass.dispatchWorkgroups(across, Math.ceil(groups / across));
  }

  /** Submits what waits. */
  flush(): void {
    if (!this.encoder) return;
    this.pass?.end();
    if (this.filled) this.device.queue.writeBuffer(this.uniforms, 0, this.numbers, 0, this.filled);
    // What is wrong with one command is so with the batch: none of it is done.
    this.device.pushErrorScope("validation");
    this.device.queue.submit([this.encoder.finish()]);
    this.batch.submitted(this.device.popErrorScope());
    this.batch = new Batch();
    this.submits++;
    this.encoder = this.pass = null;
    this.filled = this.commands = 0;
    this.buffers.submitted();
  }

  private encode(): GPUCommandEncoder {
    this.commands++;
    this.used.add(this.batch);
    if (this.encoder) return this.encoder;
    this.soon();
    return (this.encoder = this.device.createCommandEncoder());
  }
  /** Submits what waits, if anything does; what was freed is free. */
  private settle(): void {
    if (this.encoder) this.flush();
    else this.buffers.submitted();
  }
  /** Whoever does not read still has things done. */
  private soon(): void {
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      this.settle();
    });
  }
  private waiting = false;

  private compile({ name, code: print, writes, words }: Source): Kernel {
    if (writes.length > BUFFERS)
      throw new RangeError(
        `webgpu: a kernel of kind ${name} needs ${writes.length} pieces of memory of at most ${this.piece} bytes, and is given ${BUFFERS}. Use smaller tensors.`,
      );
    const { device } = this,
      code = print(this.soft, this.piece),
      bindings = this.layoutOf(writes);
    this.built++;
    device.pushErrorScope("validation");
    const module = device.createShaderModule({ code, label: name });
    const pipeline = device.createComputePipeline({
      label: name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [bindings] }),
      compute: { module, entryPoint: "main" },
    });
    this.batch.reasons.push(
      device
        .popErrorScope()
        .then((e): Refusal | null => (e ? { refused: `webgpu refuses its kernel of kind ${name}: ${e.message}\n${numbered(code)}` } : null)),
    );
    return { pipeline, bindings, words };
  }
  private layoutOf(writes: readonly boolean[]): GPUBindGroupLayout {
    const key = writes.join();
    let layout = this.layouts.get(key);
    if (!layout) {
      const entries: GPUBindGroupLayoutEntry[] = [
        { binding: 0, visibility: COMPUTE, buffer: { type: "uniform", hasDynamicOffset: true } },
        ...writes.map((w, k) => ({
          binding: k + 1,
          visibility: COMPUTE,
          buffer: { type: w ? ("storage" as const) : ("read-only-storage" as const) },
        })),
      ];
      this.layouts.set(key, (layout = this.device.createBindGroupLayout({ entries })));
    }
    return layout;
  }
}

/** Commands that are submitted together: all of them are done, or none. */
class Batch {
  /** What may have gone wrong before, memory or a kernel: it says more than what it leads to. */
  readonly reasons: Promise<Refusal | null>[] = [];
  private settle: ((refusal: Promise<Refusal | null>) => void) | null = null;
  readonly answer = new Promise<Refusal | null>((done) => (this.settle = done));

  submitted(scope: Promise<GPUError | null>): void {
    const last = scope.then((e): Refusal | null => (e ? { refused: `webgpu: ${e.message}` } : null));
    // Of a lost device nothing more is said here.
    this.settle!(firstOf([...this.reasons, last]).catch(() => null));
  }
}

async function firstOf(answers: readonly Promise<Refusal | null>[]): Promise<Refusal | null> {
  for (const answer of answers) {
    const refusal = await answer;
    if (refusal) return refusal;
  }
  return null;
}
/** What a read is told whose value is in doubt for no other reason. */
const errorOf = (refusal: Refusal): Error => refusalError("read", refusal);

export function bufferOf({ home: { buffer } }: Block): GPUBuffer {
  if (!buffer) throw new Error("internal: storage is used after it was freed. Please report this.");
  return buffer;
}
/** The pieces of a block, as they are bound. */
function resourcesOf(block: Block): GPUBufferBinding[] {
  const { start, piece } = block,
    end = start + Math.ceil(block.bytes / 4) * 4;
  return Array.from({ length: piecesOf(block) }, (_, p) => {
    const offset = start + p * piece;
    return { buffer: bufferOf(block), offset, size: Math.max(4, Math.min(piece, end - offset)) };
  });
}

const numbered = (code: string): string =>
  code
    .split("\n")
    .map((line, i) => `${String(i + 1).padStart(4)}  ${line}`)
    .join("\n");
