/** How one object looks now: there or not, in its own colours or painted, at rest or deformed. */

import * as THREE from "three";
import { cageBoxOf, deformPoints } from "../glb/cage";
import type { SplatColumns } from "../glb/primitives";
import type { SceneObject } from "../glb/scene";
import { addMeshPass } from "./mesh-pass";
import type { Skin } from "./skin";

/** Colour of a splat whose first harmonic is 0, and what a coefficient of 1 adds. */
const SH_GREY = 0.5;
const SH_C0 = 0.28209479177387814;
/** Brightness is never measured against less. */
const DARKEST = 1e-3;
/** What is as bright as this part of a thing has its paint's own colour; darker sides are in shade. */
const LIT = 0.9;
const LUMA = [0.2126, 0.7152, 0.0722] as const;

export class Look {
  hidden = false;
  private paint: number | undefined;
  private readonly box;
  private nodes: Float32Array | undefined;
  private shown = 1;
  private readonly rest: { positions: Float32Array; normals: Float32Array | undefined } | undefined;
  private readonly flat = { value: new THREE.Vector3() };
  private masked: number | undefined;
  private readonly brush = { color: { value: new THREE.Vector4(0, 0, 0, 0) }, middle: { value: 1 } };

  constructor(
    private readonly object: SceneObject,
    private readonly skin: Skin | undefined,
    private readonly mesh: THREE.Mesh | undefined,
  ) {
    this.box = cageBoxOf(object);
    if (mesh) this.prepareBrush(mesh.material as THREE.MeshStandardMaterial);
    if (mesh && this.box) this.rest = { positions: arrayOf(mesh, "position"), normals: normalsOf(mesh) };
  }

  /** How much of it one sees, from 0 to 1. */
  set opacity(value: number) {
    this.shown = value;
    if (this.skin) this.skin.opacity = this.hidden ? 0 : value;
    if (!this.mesh) return;
    const material = this.mesh.material as THREE.MeshStandardMaterial;
    material.transparent = value < 1;
    material.opacity = value;
    material.depthWrite = value >= 1;
  }

  /** Hidden splats become transparent: taking them from the stage would flash until the next sort. */
  hide(hidden: boolean): void {
    if (hidden === this.hidden) return;
    this.hidden = hidden;
    if (this.skin) this.skin.opacity = hidden ? 0 : this.shown;
    if (this.mesh) this.mesh.layers.set(hidden ? 31 : 0);
  }

  /** Gives it a colour, 0xrrggbb in sRGB, or its own back. */
  color(paint: number | undefined): void {
    if (paint === this.paint) return;
    this.paint = paint;
    const columns = this.object.splats;
    if (this.skin && columns) this.skin.color(paint, paint === undefined ? 1 : litOf(splatLumas(columns)));
    if (this.mesh === undefined) return;
    const { r, g, b } = new THREE.Color(paint ?? 0); // set as sRGB, held as linear
    this.brush.color.value.set(r, g, b, paint === undefined ? 0 : 1);
    this.brush.middle.value = litOf(meshLumas(this.mesh, this.object));
  }

  /** Gives it one flat colour, 0xrrggbb in sRGB, for pictures of which object is where; undefined takes it away. */
  mask(color: number | undefined): void {
    if (color === this.masked) return;
    this.masked = color;
    this.skin?.mask(color);
    this.flat.value.fromArray([16, 8, 0].map((shift) => (((color ?? 0) >> shift) & 255) / 255));
  }

  /** Takes the shape of its control points, in its own frame [m]. */
  deform(nodes: Float32Array): void {
    if (this.box === undefined || sameNumbers(nodes, this.nodes)) return;
    this.nodes = nodes.slice();
    this.skin?.deform(nodes);
    if (!this.mesh || !this.rest) return;
    const { positions, normals } = this.rest;
    const to = this.mesh.geometry.attributes;
    const turned = normals && to.normal ? { from: normals, to: to.normal.array as Float32Array } : undefined;
    deformPoints(this.box, nodes, positions, to.position?.array as Float32Array, turned);
    for (const attribute of [to.position, to.normal]) if (attribute) attribute.needsUpdate = true;
    this.mesh.geometry.computeBoundingSphere();
  }

  private prepareBrush(material: THREE.MeshStandardMaterial): void {
    material.onBeforeCompile = (shader) => {
      addMeshPass(shader, this.flat);
      shader.uniforms.swmPaint = this.brush.color;
      shader.uniforms.swmMiddle = this.brush.middle;
      shader.fragmentShader = shader.fragmentShader
        .replace("void main() {", "uniform vec4 swmPaint;\nuniform float swmMiddle;\nvoid main() {")
        .replace(
          "#include <color_fragment>",
          `#include <color_fragment>
  if (swmPaint.a > 0.5) diffuseColor.rgb = clamp(dot(diffuseColor.rgb, vec3(${LUMA.join(", ")})) / swmMiddle * swmPaint.rgb, 0.0, 1.0);`,
        );
    };
  }
}

function arrayOf(mesh: THREE.Mesh, name: string): Float32Array {
  return (mesh.geometry.getAttribute(name).array as Float32Array).slice();
}

function normalsOf(mesh: THREE.Mesh): Float32Array | undefined {
  return mesh.geometry.hasAttribute("normal") ? arrayOf(mesh, "normal") : undefined;
}

function sameNumbers(a: Float32Array, b: Float32Array | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((value, k) => value === b[k]);
}

function luma(red: number, green: number, blue: number): number {
  return Math.max(LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue, 0);
}

/** The brightness that gets the paint's own colour: all but a tenth is darker. */
function litOf(lumas: Float32Array): number {
  lumas.sort();
  return Math.max(lumas[Math.floor(LIT * (lumas.length - 1))] ?? 1, DARKEST);
}

function splatLumas({ sh, count }: SplatColumns): Float32Array {
  const base = (k: number) => SH_GREY + SH_C0 * (sh[0]?.[k] ?? 0);
  return Float32Array.from({ length: count }, (_, n) => luma(base(3 * n), base(3 * n + 1), base(3 * n + 2)));
}

/** Of a mesh's colours in linear light: its texture's, its vertices', or its one colour's. */
function meshLumas(mesh: THREE.Mesh, object: SceneObject): Float32Array {
  const material = mesh.material as THREE.MeshStandardMaterial;
  const { r, g, b } = material.color;
  const texels = material.map ? texelsOf(material.map) : undefined;
  const colors = texels ?? object.mesh?.colors;
  if (colors === undefined) return Float32Array.of(luma(r, g, b));
  const at = (k: number) => colors[k] ?? 0;
  return Float32Array.from({ length: colors.length / 3 }, (_, n) =>
    luma(r * at(3 * n), g * at(3 * n + 1), b * at(3 * n + 2)),
  );
}

/** A sample of 32 x 32 texels in linear light. */
function texelsOf(texture: THREE.Texture): Float32Array | undefined {
  const context = new OffscreenCanvas(32, 32).getContext("2d");
  if (context === null) return undefined;
  context.drawImage(texture.image as ImageBitmap, 0, 0, 32, 32);
  const { data } = context.getImageData(0, 0, 32, 32);
  return Float32Array.from({ length: 3 * 32 * 32 }, (_, k) => {
    const value = data[4 * Math.floor(k / 3) + (k % 3)] ?? 0;
    return new THREE.Color().setRGB(value / 255, 0, 0, THREE.SRGBColorSpace).r;
  });
}
