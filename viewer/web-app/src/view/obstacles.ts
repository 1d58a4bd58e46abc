/** The colliders around somebody, as triangles in the world. */

import * as THREE from "three";
import type { World } from "./world";

const corner = new THREE.Vector3();

/** All triangles that reach into a box [m]; hidden things have none. */
export function trianglesIn(world: World, box: THREE.Box3): number[] {
  const found: number[] = [];
  for (const { group, proxies, look, box: own } of world.things) {
    if (look.hidden || own.isEmpty()) continue;
    group.updateWorldMatrix(false, true);
    if (!own.clone().applyMatrix4(group.matrixWorld).intersectsBox(box)) continue;
    for (const proxy of proxies.children) {
      if (proxy instanceof THREE.Mesh) gather(proxy, box, found);
    }
  }
  return found;
}

function gather(proxy: THREE.Mesh, box: THREE.Box3, found: number[]): void {
  const { index, attributes } = proxy.geometry as THREE.BufferGeometry;
  const positions = attributes.position;
  if (positions === undefined) return;
  const count = index?.count ?? positions.count;
  const triangle = new Float64Array(9);
  for (let first = 0; first + 2 < count; first += 3) {
    for (let k = 0; k < 3; k++) {
      corner.fromBufferAttribute(positions, index?.getX(first + k) ?? first + k);
      corner.applyMatrix4(proxy.matrixWorld).toArray(triangle as unknown as number[], 3 * k);
    }
    if (reaches(triangle, box)) found.push(...triangle);
  }
}

function reaches(t: Float64Array, { min, max }: THREE.Box3): boolean {
  const inside = (k: number, low: number, high: number) => {
    const [a = 0, b = 0, c = 0] = [t[k], t[3 + k], t[6 + k]];
    return Math.max(a, b, c) >= low && Math.min(a, b, c) <= high;
  };
  return inside(0, min.x, max.x) && inside(1, min.y, max.y) && inside(2, min.z, max.z);
}
