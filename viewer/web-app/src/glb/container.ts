/** The GLB container: a JSON chunk and a binary chunk (glTF 2.0, section 4). */

import {
  asArray,
  asIndex,
  asObject,
  asString,
  at,
  FormatError,
  type Json,
  type JsonObject,
  listOf,
  optional,
} from "./json";

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;

export interface Container {
  readonly json: JsonObject;
  readonly binary: Uint8Array;
}

/** Splits a GLB file; throws FormatError where a length leaves the file. */
export function readContainer(bytes: Uint8Array): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 20 || view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== 2) {
    throw new FormatError("This is not a GLB file of version 2.");
  }
  const total = Math.min(view.getUint32(8, true), bytes.byteLength);
  let json: JsonObject | undefined;
  let binary: Uint8Array = new Uint8Array(0);
  for (let offset = 12; offset + 8 <= total; ) {
    const length = view.getUint32(offset, true);
    const kind = view.getUint32(offset + 4, true);
    const start = offset + 8;
    if (start + length > total) throw new FormatError("The GLB file is cut off.");
    const chunk = bytes.subarray(start, start + length);
    if (kind === JSON_CHUNK && json === undefined) {
      json = asObject(JSON.parse(new TextDecoder().decode(chunk)) as Json, "The file");
    } else if (kind === BIN_CHUNK && binary.length === 0) {
      binary = chunk.byteOffset % 4 === 0 ? chunk : new Uint8Array(chunk);
    }
    offset = start + length;
  }
  if (json === undefined) throw new FormatError("The GLB file has no JSON chunk.");
  return { json, binary };
}

/** The bytes of a buffer view. */
export function bufferView(file: Container, index: number): { bytes: Uint8Array; stride: number } {
  const where = `bufferViews[${index}]`;
  const entry = at(listOf(file.json, "bufferViews"), index, "bufferViews");
  if (asIndex(entry.buffer, where) !== 0) throw new FormatError(`${where}: points outside the file.`);
  const offset = optional(asIndex, entry.byteOffset, where, 0);
  const length = asIndex(entry.byteLength, where);
  if (offset + length > file.binary.length) throw new FormatError(`${where}: leaves the file.`);
  return {
    bytes: file.binary.subarray(offset, offset + length),
    stride: optional(asIndex, entry.byteStride, where, 0),
  };
}

const PARTS: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 };

/** Bytes, reader, and largest value where an integer may stand for a fraction (glTF 2.0, 3.6.2.2). */
const COMPONENTS: Record<number, [number, (view: DataView, offset: number) => number, number]> = {
  5120: [1, (v, o) => v.getInt8(o), 127],
  5121: [1, (v, o) => v.getUint8(o), 255],
  5122: [2, (v, o) => v.getInt16(o, true), 32767],
  5123: [2, (v, o) => v.getUint16(o, true), 65535],
  5125: [4, (v, o) => v.getUint32(o, true), 4294967295],
  5126: [4, (v, o) => v.getFloat32(o, true), 1],
};

const FLOAT = 5126;

export interface Numbers {
  readonly data: Float32Array;
  readonly count: number;
  readonly parts: number;
}

/** An accessor as float32 numbers of its own, normalised integers as fractions. Sparse ones are refused by name. */
export function readAccessor(file: Container, index: number): Numbers {
  const numbers = viewAccessor(file, index);
  return numbers.data.buffer === file.binary.buffer ? { ...numbers, data: numbers.data.slice() } : numbers;
}

/** As `readAccessor`, but the file's own bytes where they can be read as they are: for what nobody changes. */
export function viewAccessor(file: Container, index: number): Numbers {
  const { view, count, parts, size, read, largest, stride, entry } = openAccessor(file, index);
  const aligned = view.byteOffset % 4 === 0 && stride === 4 * parts && entry.componentType === FLOAT;
  if (aligned) return { data: new Float32Array(view.buffer, view.byteOffset, count * parts), count, parts };
  const data = new Float32Array(count * parts);
  const scale = entry.normalized === true ? 1 / largest : 1;
  for (let row = 0, out = 0; row < count; row++) {
    for (let part = 0; part < parts; part++) data[out++] = read(view, row * stride + part * size) * scale;
  }
  return { data, count, parts };
}

/** A scalar accessor of whole numbers, such as triangle indices. */
export function readIndices(file: Container, index: number, below: number): Uint32Array {
  const { view, count, parts, read, stride } = openAccessor(file, index);
  const data = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const value = read(view, row * stride);
    if (value >= below) throw new FormatError(`accessors[${index}]: an index points at no vertex.`);
    data[row] = value;
  }
  if (parts !== 1) throw new FormatError(`accessors[${index}]: indices are scalars.`);
  return data;
}

function openAccessor(file: Container, index: number) {
  const where = `accessors[${index}]`;
  const entry = at(listOf(file.json, "accessors"), index, "accessors");
  if (entry.sparse !== undefined) throw new FormatError(`${where}: sparse accessors are not read.`);
  const parts = PARTS[asString(entry.type, where)];
  const component = COMPONENTS[asIndex(entry.componentType, where)];
  if (parts === undefined || component === undefined) throw new FormatError(`${where}: unknown number type.`);
  const [size, read, largest] = component;
  const count = asIndex(entry.count, where);
  const { bytes, stride: given } = bufferView(file, asIndex(entry.bufferView, where));
  const offset = optional(asIndex, entry.byteOffset, where, 0);
  const stride = given || size * parts;
  if (count > 0 && offset + (count - 1) * stride + size * parts > bytes.length) {
    throw new FormatError(`${where}: leaves its buffer view.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
  return { entry, view, count, parts, size, read, largest, stride };
}

/** The bytes and type of an embedded picture. */
export function readImage(file: Container, index: number): { bytes: Uint8Array; type: string } {
  const entry = at(listOf(file.json, "images"), index, "images");
  const { bytes } = bufferView(file, asIndex(entry.bufferView, `images[${index}]`));
  return { bytes, type: optional(asString, entry.mimeType, "images", "image/png") };
}

export function nodesOf(file: Container): JsonObject[] {
  return listOf(file.json, "nodes").map((node, k) => asObject(node, `nodes[${k}]`));
}

export function rootsOf(file: Container): number[] {
  const scenes = listOf(file.json, "scenes");
  const scene = at(scenes, optional(asIndex, file.json.scene, "scene", 0), "scenes");
  return asArray(scene.nodes ?? [], "scenes.nodes").map((node) => asIndex(node, "scenes.nodes"));
}
