/** The splats of one object on the stage: how much one sees of them, their paint, their shape. */

import { SplatMesh } from "@sparkjsdev/spark";
import type * as THREE from "three";
import type { CageBox } from "../glb/cage";
import type { SplatColumns } from "../glb/primitives";
import { thinned } from "../glb/some-splats";
import { packed } from "./packed";
import { SoftPaint } from "./soft-paint";

/** More splats than this are first shown thinned to about so many: a picture within a second. */
const AT_FIRST = 60_000;
const LARGE = 3 * AT_FIRST;

/** What an object's look can change about its splats. */
export interface Skin {
  /** From 0 to 1. */
  opacity: number;
  /** A colour (0xrrggbb, sRGB) instead of its own; `middle` is the brightness that gets just this colour. */
  color(paint: number | undefined, middle: number): void;
  /** One flat colour (0xrrggbb, sRGB) instead of its own or its paint; undefined takes it away. */
  mask(color: number | undefined): void;
  /** Control points in the object's own frame [m]. */
  deform(nodes: Float32Array): void;
  /** Brightness, 1 is as it was made. */
  expose(factor: number): void;
  dispose(): void;
}

/** Splats drawn as a mesh of their own. */
export class OwnSplats implements Skin {
  private changer: SoftPaint | undefined;

  private constructor(
    readonly mesh: SplatMesh,
    private readonly columns: SplatColumns,
    private readonly box: CageBox | undefined,
    private wanted: number,
  ) {}

  /** Ready to be drawn; of many splats, some at first. */
  static async of(columns: SplatColumns, box: CageBox | undefined): Promise<OwnSplats> {
    const shown = columns.count > LARGE ? thinned(columns, AT_FIRST) : columns;
    const packedSplats = await packed(shown);
    const mesh = new SplatMesh({ packedSplats, raycastable: false });
    await mesh.initialized;
    return new OwnSplats(mesh, columns, box, shown.count);
  }

  get count(): number {
    return this.columns.count;
  }

  /** Puts all splats in the place of the first ones, or `most` of them; false where so many are there already. */
  async fill(most = this.columns.count): Promise<boolean> {
    const { mesh, columns } = this;
    const wanted = Math.min(Math.max(most, 1), columns.count);
    if (wanted === this.wanted) return false;
    this.wanted = wanted;
    const whole = await packed(wanted < columns.count ? thinned(columns, wanted) : columns);
    const first = mesh.packedSplats;
    if (this.wanted !== wanted || first === undefined) {
      whole.dispose(); // asked for another number meanwhile
      return false;
    }
    mesh.packedSplats = whole;
    mesh.splats = whole;
    mesh.updateGenerator();
    setTimeout(() => first.dispose(), 5000); // pictures under way still read it
    return true;
  }

  get opacity(): number {
    return this.mesh.opacity;
  }

  set opacity(value: number) {
    this.mesh.opacity = value;
  }

  color(paint: number | undefined, middle: number): void {
    this.change().color(paint, middle);
  }

  mask(color: number | undefined): void {
    if (color !== undefined || this.changer) this.change().mask(color);
  }

  deform(nodes: Float32Array): void {
    this.change().deform(nodes);
  }

  expose(factor: number): void {
    this.mesh.recolor.setScalar(factor);
  }

  addTo(group: THREE.Group): void {
    group.add(this.mesh);
  }

  dispose(): void {
    this.mesh.removeFromParent();
    this.mesh.dispose();
  }

  private change(): SoftPaint {
    this.changer ??= new SoftPaint(this.mesh, this.box);
    return this.changer;
  }
}
