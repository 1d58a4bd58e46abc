/** Splats and triangles of a glTF mesh. */

import { type Container, readAccessor, readImage, readIndices, viewAccessor } from "./container";
import {
  asArray,
  asIndex,
  asNumber,
  asNumbers,
  asObject,
  at,
  FormatError,
  type JsonObject,
  listOf,
  optional,
} from "./json";

/** N Gaussians as columns, with physical values (no logs, no logits). */
export interface SplatColumns {
  readonly count: number;
  /** Centres [m], 3 per splat. */
  readonly means: Float32Array;
  /** Unit rotations, xyzw. */
  readonly quats: Float32Array;
  /** Standard deviations [m], 3 per splat. */
  readonly scales: Float32Array;
  readonly opacities: Float32Array;
  /** One column of 3 per spherical-harmonic coefficient: 1, 4, 9 or 16 columns. */
  readonly sh: readonly Float32Array[];
}

export interface Triangles {
  readonly positions: Float32Array;
  readonly indices: Uint32Array;
  readonly normals: Float32Array | undefined;
  /** Linear RGB, 3 per vertex. */
  readonly colors: Float32Array | undefined;
  readonly uvs: Float32Array | undefined;
  readonly texture: { readonly bytes: Uint8Array; readonly type: string } | undefined;
  readonly color: readonly number[];
  readonly metallic: number;
  readonly roughness: number;
}

const SPLATTING = "KHR_gaussian_splatting";
const DEGREES = [0, 1, 2, 3];

export function readSplats(file: Container, mesh: number): SplatColumns {
  const attributes = asObject(primitiveOf(file, mesh).attributes, "attributes");
  const positions = viewAccessor(file, asIndex(attributes.POSITION, "POSITION"));
  const column = (name: string, parts: number): Float32Array => {
    const numbers = viewAccessor(file, asIndex(attributes[name], name));
    if (numbers.count !== positions.count || numbers.parts !== parts) {
      throw new FormatError(`${name} does not fit the splats.`);
    }
    return numbers.data;
  };
  const names = DEGREES.flatMap((degree) =>
    Array.from({ length: 2 * degree + 1 }, (_, k) => `${SPLATTING}:SH_DEGREE_${degree}_COEF_${k}`),
  );
  const sh = names.filter((name) => attributes[name] !== undefined).map((name) => column(name, 3));
  if (![1, 4, 9, 16].includes(sh.length))
    throw new FormatError(`${sh.length} harmonics are no whole degree.`);
  return {
    count: positions.count,
    means: column("POSITION", 3),
    quats: column(`${SPLATTING}:ROTATION`, 4),
    scales: column(`${SPLATTING}:SCALE`, 3),
    opacities: column(`${SPLATTING}:OPACITY`, 1),
    sh,
  };
}

export function readMesh(file: Container, mesh: number): Triangles | undefined {
  const primitive = primitiveOf(file, mesh);
  if (optional(asIndex, primitive.mode, "mode", 4) !== 4) return undefined;
  const attributes = asObject(primitive.attributes, "attributes");
  const positions = readAccessor(file, asIndex(attributes.POSITION, "POSITION"));
  const column = (name: string, parts: number): Float32Array | undefined => {
    if (attributes[name] === undefined) return undefined;
    const numbers = readAccessor(file, asIndex(attributes[name], name));
    if (numbers.count !== positions.count) throw new FormatError(`${name} does not fit the mesh.`);
    return numbers.parts === parts ? numbers.data : firstParts(numbers.data, numbers.parts, parts);
  };
  return {
    positions: positions.data,
    indices:
      primitive.indices === undefined
        ? Uint32Array.from({ length: positions.count }, (_, k) => k)
        : readIndices(file, asIndex(primitive.indices, "indices"), positions.count),
    normals: column("NORMAL", 3),
    colors: column("COLOR_0", 3),
    uvs: column("TEXCOORD_0", 2),
    ...readMaterial(file, primitive),
  };
}

function readMaterial(file: Container, primitive: JsonObject) {
  const material =
    primitive.material === undefined
      ? {}
      : at(listOf(file.json, "materials"), asIndex(primitive.material, "material"), "materials");
  const pbr = optional(asObject, material.pbrMetallicRoughness, "material", {});
  return {
    texture:
      pbr.baseColorTexture === undefined
        ? undefined
        : readTexture(file, asObject(pbr.baseColorTexture, "texture")),
    color: optional(
      (value, where) => asNumbers(value, 4, where),
      pbr.baseColorFactor,
      "material",
      [1, 1, 1, 1],
    ),
    metallic: optional(asNumber, pbr.metallicFactor, "material", 1),
    roughness: optional(asNumber, pbr.roughnessFactor, "material", 1),
  };
}

function readTexture(file: Container, reference: JsonObject) {
  const texture = at(listOf(file.json, "textures"), asIndex(reference.index, "textures"), "textures");
  return readImage(file, asIndex(texture.source, "textures"));
}

function primitiveOf(file: Container, mesh: number): JsonObject {
  const entry = at(listOf(file.json, "meshes"), mesh, "meshes");
  return at(asArray(entry.primitives, `meshes[${mesh}]`), 0, "primitives");
}

function firstParts(data: Float32Array, parts: number, wanted: number): Float32Array {
  if (parts < wanted) throw new FormatError("An attribute has too few numbers.");
  return Float32Array.from({ length: (data.length / parts) * wanted }, (_, k) => {
    return data[Math.floor(k / wanted) * parts + (k % wanted)] ?? 0;
  });
}
