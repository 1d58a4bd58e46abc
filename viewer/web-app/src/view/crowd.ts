/**
 * Many rigid objects drawn as one set of splats: the GPU looks up where each splat's owner is. One mesh per object
 * costs Spark a pass each, which is 17 ms of script with 400 of them; this costs one, and a row of numbers each.
 */

import { dyno, SplatMesh } from "@sparkjsdev/spark";
import * as THREE from "three";
import type { SplatColumns } from "../glb/primitives";
import { joined } from "../glb/some-splats";
import { packed } from "./packed";
import type { Skin } from "./skin";

/** Texels of an object: place and opacity; attitude; paint and the brightness that gets just it; a flat colour. */
const TEXELS = 4;
const ROW = 4 * TEXELS;
/** Width of the texture that holds each splat's owner. */
const WIDTH = 4096;
const LUMA = "vec3(0.2126, 0.7152, 0.0722)";

const FUNCTIONS = `
void swmJoin(usampler2D owners, sampler2D crowd, int index, inout vec3 center, inout vec4 quat, inout vec4 rgba) {
  int owner = int(texelFetch(owners, ivec2(index % ${WIDTH}, index / ${WIDTH}), 0).r);
  vec4 place = texelFetch(crowd, ivec2(0, owner), 0);
  vec4 q = texelFetch(crowd, ivec2(1, owner), 0);
  vec4 paint = texelFetch(crowd, ivec2(2, owner), 0);
  vec4 flatly = texelFetch(crowd, ivec2(3, owner), 0);
  center += 2.0 * cross(q.xyz, cross(q.xyz, center) + q.w * center);
  center += place.xyz;
  quat = vec4(q.w * quat.xyz + quat.w * q.xyz + cross(q.xyz, quat.xyz), q.w * quat.w - dot(q.xyz, quat.xyz));
  rgba.a *= place.w;
  if (paint.a > 0.0) rgba.rgb = clamp(max(dot(rgba.rgb, ${LUMA}), 0.0) / paint.a * paint.rgb, 0.0, 1.0);
  if (flatly.a > 0.5) rgba.rgb = flatly.rgb;
}
`;

/** One object of a crowd. */
export class CrowdMember implements Skin {
  constructor(
    private readonly crowd: Crowd,
    private readonly row: number,
    private readonly group: THREE.Group,
  ) {}

  get opacity(): number {
    return this.crowd.read(this.row, 3);
  }

  set opacity(value: number) {
    this.crowd.write(this.row, 3, value);
  }

  color(paint: number | undefined, middle: number): void {
    this.writeColor(8, paint, middle);
  }

  mask(color: number | undefined): void {
    this.writeColor(12, color, 1);
  }

  private writeColor(first: number, color: number | undefined, strength: number): void {
    const parts = [16, 8, 0].map((shift) => (((color ?? 0) >> shift) & 255) / 255);
    parts.forEach((part, k) => {
      this.crowd.write(this.row, first + k, part);
    });
    this.crowd.write(this.row, first + 3, color === undefined ? 0 : strength);
  }

  expose(factor: number): void {
    this.crowd.mesh.recolor.setScalar(factor);
  }

  deform(): void {
    throw new Error("Soft things have splats of their own.");
  }

  dispose(): void {
    this.opacity = 0;
  }

  /** Takes over where the object is. */
  follow(): void {
    const { position: p, quaternion: q } = this.group;
    const { crowd, row } = this;
    crowd.write(row, 0, p.x);
    crowd.write(row, 1, p.y);
    crowd.write(row, 2, p.z);
    crowd.write(row, 4, q.x);
    crowd.write(row, 5, q.y);
    crowd.write(row, 6, q.z);
    crowd.write(row, 7, q.w);
  }
}

export class Crowd {
  readonly members: CrowdMember[] = [];
  private changed = true;
  private readonly rows: Float32Array;
  private readonly texture: THREE.DataTexture;

  private constructor(
    readonly mesh: SplatMesh,
    parts: readonly { columns: SplatColumns; group: THREE.Group }[],
  ) {
    this.rows = new Float32Array(parts.length * ROW);
    this.texture = new THREE.DataTexture(this.rows, TEXELS, parts.length, THREE.RGBAFormat, THREE.FloatType);
    for (const [row, { group }] of parts.entries()) {
      const member = new CrowdMember(this, row, group);
      member.opacity = 1;
      this.members.push(member);
    }
    this.modify(ownersOf(parts.map(({ columns }) => columns.count)));
  }

  /** Objects whose splats have no harmonics, since these would have to turn with each. */
  static async of(parts: readonly { columns: SplatColumns; group: THREE.Group }[]): Promise<Crowd> {
    const packedSplats = await packed(joined(parts.map(({ columns }) => columns)));
    await packedSplats.initialized;
    const mesh = new SplatMesh({ packedSplats, raycastable: false });
    await mesh.initialized;
    return new Crowd(mesh, parts);
  }

  read(row: number, part: number): number {
    return this.rows[row * ROW + part] ?? 0;
  }

  write(row: number, part: number, value: number): void {
    const at = row * ROW + part;
    if (Math.fround(value) === this.rows[at]) return;
    this.rows[at] = value;
    this.changed = true;
  }

  /** Brings the picture up to where the objects are; call before each. */
  follow(): void {
    for (const member of this.members) member.follow();
    if (!this.changed) return;
    this.changed = false;
    this.texture.needsUpdate = true;
    this.mesh.updateVersion();
  }

  private modify(owners: THREE.DataTexture): void {
    const join = new dyno.Dyno({
      inTypes: { gsplat: dyno.Gsplat, owners: "usampler2D", crowd: "sampler2D" },
      outTypes: { gsplat: dyno.Gsplat },
      globals: () => [dyno.defineGsplat, FUNCTIONS],
      statements: ({ inputs: i, outputs: { gsplat } }) => [
        `${gsplat} = ${i.gsplat};`,
        `swmJoin(${i.owners}, ${i.crowd}, ${gsplat}.index, ${gsplat}.center, ${gsplat}.quaternion, ${gsplat}.rgba);`,
      ],
    });
    const inputs = {
      owners: new dyno.DynoUsampler2D({ value: owners }),
      crowd: new dyno.DynoSampler2D({ value: this.texture }),
    };
    this.mesh.objectModifier = dyno.dynoBlock(
      { gsplat: dyno.Gsplat },
      { gsplat: dyno.Gsplat },
      ({ gsplat }) => ({ gsplat: join.apply({ ...inputs, ...(gsplat ? { gsplat } : {}) }).gsplat }),
    );
    this.mesh.updateGenerator();
  }
}

/** Which object each splat belongs to. */
function ownersOf(counts: readonly number[]): THREE.DataTexture {
  const count = counts.reduce((sum, each) => sum + each, 0);
  const height = Math.max(Math.ceil(count / WIDTH), 1);
  const owners = new Uint32Array(WIDTH * height);
  let first = 0;
  for (const [owner, size] of counts.entries()) {
    owners.fill(owner, first, first + size);
    first += size;
  }
  const texture = new THREE.DataTexture(owners, WIDTH, height, THREE.RedIntegerFormat, THREE.UnsignedIntType);
  texture.internalFormat = "R32UI";
  texture.needsUpdate = true;
  return texture;
}
