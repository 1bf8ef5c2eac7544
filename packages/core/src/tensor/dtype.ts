/** The element types. float32 is the default; int32 holds indices. */
export type DType = "float32" | "int32";
export type Data = Float32Array | Int32Array;

/** Both types take four bytes. */
export const BYTES = 4;
export const arrayOf = (dtype: DType, size: number): Data => (dtype === "int32" ? new Int32Array(size) : new Float32Array(size));
