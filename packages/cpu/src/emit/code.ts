/** WebAssembly code as a tree of bytes, written out once when the module is made; numbers in the encodings of the binary format. */

/** A vector constant. The function that uses it computes it once, at its entry (V8 builds an inline constant anew at every use). */
export class Constant {
  constructor(
    readonly key: string,
    /** Code that leaves the constant on the stack. */
    readonly splat: Code,
  ) {}
}

export type Code = number | Constant | Uint8Array | readonly Code[];

/** An unsigned integer, 7 bits a byte. */
export function unsigned(n: number): Code {
  if (n < 128) return n;
  const bytes: number[] = [];
  for (; n >= 128; n = Math.floor(n / 128)) bytes.push((n % 128) + 128);
  bytes.push(n);
  return bytes;
}

/** A signed integer of at most 64 bits, 7 bits a byte. */
export function signed(n: number | bigint): Code {
  const bytes: number[] = [];
  for (let rest = BigInt(n); ; rest >>= 7n) {
    const low = Number(rest & 127n);
    if (rest >= -64n && rest < 64n) return [...bytes, low];
    bytes.push(low | 128);
  }
}

export const float32 = (x: number): Code => [...new Uint8Array(new Float32Array([x]).buffer)];
export const float64 = (x: number): Code => [...new Uint8Array(new Float64Array([x]).buffer)];
export const text = (s: string): Code => vector([...new TextEncoder().encode(s)]);
export const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];

/** The bytes of code, in order; `constant` says what stands for a vector constant. */
export function written(code: Code, constant: (c: Constant) => Code = (c) => c.splat): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(512),
    size = 0;
  const reserve = (count: number): void => {
    if (size + count <= bytes.length) return;
    const larger = new Uint8Array(2 * (size + count));
    larger.set(bytes);
    bytes = larger;
  };
  const write = (parts: readonly Code[]): void => {
    for (const part of parts)
      if (typeof part === "number") {
        if (size === bytes.length) reserve(1);
        bytes[size++] = part;
      } else if (Array.isArray(part)) write(part as readonly Code[]);
      else if (part instanceof Constant) write([constant(part)]);
      else {
        reserve(part.length);
        bytes.set(part as Uint8Array, size);
        size += part.length;
      }
  };
  write([code]);
  return bytes.subarray(0, size);
}
