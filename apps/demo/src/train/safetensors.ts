/** Weights as a file in the format safetensors: the length of a header in 8 bytes, the header in JSON, and the numbers, little-endian, one tensor after the other. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function safetensors(weights: readonly Weight[], metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = weights.map(({ name, shape, data }) => [name, { dtype: "F32", shape, data_offsets: [end, (end += data.byteLength)] }]);
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }),
    encoded = new TextEncoder().encode(text),
    // Spaces, so that the numbers begin at a multiple of 8.
    header = new Uint8Array(Math.ceil(encoded.length / 8) * 8).fill(32);
  header.set(encoded);
  const file = new Uint8Array(8 + header.length + end),
    view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let at = 8 + header.length;
  for (const { data } of weights)
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  return file;
}
