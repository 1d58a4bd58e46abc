/**
 * White stand-ins of all objects that cast shadows and take light: boxes and balls in one draw each, since there may
 * be hundreds; everything else one by one.
 */

import * as THREE from "three";
import type { Thing, World } from "./world";

interface Part {
  readonly thing: Thing;
  readonly local: THREE.Matrix4;
  readonly mesh: THREE.Mesh;
  /** Place in an instanced mesh; undefined stands alone. */
  readonly index: number | undefined;
}

const NOWHERE = new THREE.Matrix4().makeScale(0, 0, 0);

export class LitProxies {
  readonly scene = new THREE.Scene();
  private readonly white = new THREE.MeshLambertMaterial({ side: THREE.DoubleSide });
  private parts: Part[] = [];
  private known: readonly Thing[] = [];
  private last: number[] = [];
  private readonly matrix = new THREE.Matrix4();

  /** Brings all to where the things are; true where something has moved since. */
  follow(world: World): boolean {
    if (world.things.length !== this.known.length || world.things.some((each, k) => each !== this.known[k])) {
      this.build(world.things);
    }
    const moved = this.moved(world.things);
    if (!moved) return false;
    for (const { thing, local, mesh, index } of this.parts) {
      const { group, look } = thing;
      this.matrix.compose(group.position, group.quaternion, group.scale).multiply(local);
      if (index !== undefined) {
        (mesh as THREE.InstancedMesh).setMatrixAt(index, look.hidden ? NOWHERE : this.matrix);
        (mesh as THREE.InstancedMesh).instanceMatrix.needsUpdate = true;
      } else {
        mesh.visible = !look.hidden;
        mesh.matrix.copy(this.matrix);
      }
    }
    return true;
  }

  private moved(things: readonly Thing[]): boolean {
    let moved = false;
    for (let k = 0; k < things.length; k++) {
      const thing = things[k];
      if (thing === undefined) continue;
      const { position: p, quaternion: q } = thing.group;
      const { last } = this;
      const [at, hidden] = [8 * k, thing.look.hidden ? 1 : 0];
      const same =
        last[at] === p.x &&
        last[at + 1] === p.y &&
        last[at + 2] === p.z &&
        last[at + 3] === q.x &&
        last[at + 4] === q.y &&
        last[at + 5] === q.z &&
        last[at + 6] === q.w &&
        last[at + 7] === hidden;
      if (same) continue;
      moved = true;
      p.toArray(last, at);
      q.toArray(last, at + 3);
      last[at + 7] = hidden;
    }
    return moved;
  }

  private build(things: readonly Thing[]): void {
    for (const { mesh } of this.parts) {
      this.scene.remove(mesh);
      if (mesh instanceof THREE.InstancedMesh) mesh.dispose();
    }
    this.known = [...things];
    this.last = new Array<number>(8 * things.length).fill(Number.NaN);
    const boxes: [Thing, THREE.Matrix4][] = [];
    const balls: [Thing, THREE.Matrix4][] = [];
    this.parts = things.flatMap((thing) => {
      const own = thing.skin === undefined ? thing.mesh : undefined;
      if (own) return [this.alone(thing, own.geometry, new THREE.Matrix4())];
      const { colliders, mesh } = thing.object;
      if (colliders.length === 0 && mesh === undefined) return []; // a box around a room would darken all of it
      return thing.proxies.children.flatMap((proxy): Part[] => {
        if (!(proxy instanceof THREE.Mesh)) return [];
        proxy.updateMatrix();
        const { geometry } = proxy as THREE.Mesh;
        if (geometry instanceof THREE.BoxGeometry) {
          const { width, height, depth } = geometry.parameters;
          boxes.push([thing, proxy.matrix.clone().scale(new THREE.Vector3(width, height, depth))]);
        } else if (geometry instanceof THREE.SphereGeometry) {
          const { radius } = geometry.parameters;
          balls.push([thing, proxy.matrix.clone().scale(new THREE.Vector3(radius, radius, radius))]);
        } else return [this.alone(thing, geometry, proxy.matrix.clone())];
        return [];
      });
    });
    this.parts.push(...this.many(new THREE.BoxGeometry(), boxes));
    this.parts.push(...this.many(new THREE.SphereGeometry(1, 24, 16), balls));
  }

  private alone(thing: Thing, geometry: THREE.BufferGeometry, local: THREE.Matrix4): Part {
    const mesh = new THREE.Mesh(geometry, this.white);
    mesh.matrixAutoUpdate = false;
    return { thing, local, mesh: this.shaded(mesh), index: undefined };
  }

  private many(geometry: THREE.BufferGeometry, of: readonly [Thing, THREE.Matrix4][]): Part[] {
    if (of.length === 0) return [];
    const mesh = this.shaded(new THREE.InstancedMesh(geometry, this.white, of.length));
    return of.map(([thing, local], index) => ({ thing, local, mesh, index }));
  }

  private shaded<T extends THREE.Mesh>(mesh: T): T {
    mesh.castShadow = mesh.receiveShadow = true;
    mesh.frustumCulled = false;
    this.scene.add(mesh);
    return mesh;
  }
}
