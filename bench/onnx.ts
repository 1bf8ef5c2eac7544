/** ONNX models, as few bytes of protobuf as a session asks for: nodes of float32 tensors whose shapes are known. Numbers are those of onnx.proto's fields. */

/** An operator of ONNX, the names of its inputs and that of its result. */
export type Node = readonly [op: string, inputs: readonly string[], output: string];
export type Shapes = Readonly<Record<string, readonly number[]>>;

const OPSET = 20, // the first that has Gelu
  IR_VERSION = 9,
  FLOAT = 1;

/** `numbers` are scalars that the model has by name. */
export function model(nodes: readonly Node[], inputs: Shapes, outputs: Shapes, numbers: Readonly<Record<string, number>> = {}): Uint8Array {
  const graph = [
    ...nodes.flatMap((node) => field(1, nodeProto(node))),
    ...field(2, "work"),
    ...Object.entries(numbers).flatMap(([name, x]) => field(5, scalar(name, x))),
    ...Object.entries(inputs).flatMap((value) => field(11, valueInfo(value))),
    ...Object.entries(outputs).flatMap((value) => field(12, valueInfo(value))),
  ];
  return Uint8Array.from([...integer(1, IR_VERSION), ...field(8, integer(2, OPSET)), ...field(7, graph)]);
}

const nodeProto = ([op, inputs, output]: Node): number[] => [...inputs.flatMap((name) => field(1, name)), ...field(2, output), ...field(4, op)];

const scalar = (name: string, x: number): number[] => [
  ...integer(2, FLOAT),
  ...field(8, name),
  ...field(9, [...new Uint8Array(Float32Array.of(x).buffer)]),
];

function valueInfo([name, shape]: readonly [string, readonly number[]]): number[] {
  const dimensions = shape.flatMap((size) => field(1, integer(1, size)));
  return [...field(1, name), ...field(2, field(1, [...integer(1, FLOAT), ...field(2, dimensions)]))];
}

/** A field of bytes, text or a message, with its length before it. */
function field(number: number, value: readonly number[] | string): number[] {
  const bytes = typeof value === "string" ? [...new TextEncoder().encode(value)] : value;
  return [(number << 3) | 2, ...varint(bytes.length), ...bytes];
}
const integer = (number: number, value: number): number[] => [number << 3, ...varint(value)];

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
