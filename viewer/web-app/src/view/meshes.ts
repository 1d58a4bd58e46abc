/** Triangles and colliders as three.js objects. */

import * as THREE from "three";
import { ConvexGeometry } from "three/addons/geometries/ConvexGeometry.js";
import type { Triangles } from "../glb/primitives";
import type { Collider, SceneObject } from "../glb/scene";

/** Splats a box is found from: sorting a million takes a second. */
const SAMPLED = 20_000;

export function geometryOf(mesh: Triangles): THREE.BufferGeometry {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.BufferAttribute(mesh.positions, 3));
  geometry.setIndex(new THREE.BufferAttribute(mesh.indices, 1));
  if (mesh.normals) geometry.setAttribute("normal", new THREE.BufferAttribute(mesh.normals, 3));
  else geometry.computeVertexNormals();
  if (mesh.colors) geometry.setAttribute("color", new THREE.BufferAttribute(mesh.colors, 3));
  if (mesh.uvs) geometry.setAttribute("uv", new THREE.BufferAttribute(mesh.uvs, 2));
  return geometry;
}

export async function meshOf(triangles: Triangles): Promise<THREE.Mesh> {
  const [red = 1, green = 1, blue = 1] = triangles.color;
  const material = new THREE.MeshStandardMaterial({
    color: new THREE.Color(red, green, blue),
    vertexColors: triangles.colors !== undefined,
    flatShading: triangles.normals === undefined,
    metalness: triangles.metallic,
    roughness: triangles.roughness,
    side: THREE.DoubleSide,
  });
  if (triangles.texture) material.map = await textureOf(triangles.texture);
  return new THREE.Mesh(geometryOf(triangles), material);
}

async function textureOf(picture: { bytes: Uint8Array; type: string }): Promise<THREE.Texture> {
  const blob = new Blob([Uint8Array.from(picture.bytes)], { type: picture.type });
  const texture = new THREE.Texture(await createImageBitmap(blob));
  texture.colorSpace = THREE.SRGBColorSpace;
  texture.flipY = false;
  texture.needsUpdate = true;
  return texture;
}

/** What the pointer can hit of an object: its colliders, else its mesh, else the box around its splats. */
export function proxiesOf(object: SceneObject): THREE.Mesh[] {
  const parts = object.colliders.flatMap((collider) => proxyOf(collider, object));
  if (parts.length > 0) return parts;
  if (object.mesh) return [new THREE.Mesh(geometryOf(object.mesh))];
  const box = splatBox(object);
  if (box === undefined) return [];
  const size = box.getSize(new THREE.Vector3());
  const proxy = new THREE.Mesh(new THREE.BoxGeometry(size.x, size.y, size.z));
  proxy.position.copy(box.getCenter(new THREE.Vector3()));
  return [proxy];
}

function proxyOf(collider: Collider, object: SceneObject): THREE.Mesh[] {
  const geometry = colliderGeometry(collider, object);
  if (geometry === undefined) return [];
  const proxy = new THREE.Mesh(geometry);
  proxy.position.fromArray(collider.position);
  proxy.quaternion.fromArray(collider.quat);
  return [proxy];
}

function colliderGeometry(collider: Collider, object: SceneObject): THREE.BufferGeometry | undefined {
  const shape = collider.shape;
  switch (shape.kind) {
    case "box":
      return new THREE.BoxGeometry(...shape.size);
    case "sphere":
      return new THREE.SphereGeometry(shape.radius, 24, 16);
    case "cylinder":
      return new THREE.CylinderGeometry(shape.radius, shape.radius, shape.height, 32);
    case "capsule":
      return new THREE.CapsuleGeometry(shape.radius, shape.height, 8, 24);
    case "hull":
      return new ConvexGeometry(pointsOf(shape.points));
    case "mesh":
      return object.mesh && geometryOf(object.mesh);
  }
}

function pointsOf(numbers: Float32Array): THREE.Vector3[] {
  return Array.from({ length: numbers.length / 3 }, (_, k) => new THREE.Vector3().fromArray(numbers, 3 * k));
}

/** The box around an object's splat centres without the outermost 1% along each axis, which are strays. */
function splatBox(object: SceneObject): THREE.Box3 | undefined {
  const means = object.splats?.means;
  if (means === undefined || means.length === 0) return undefined;
  const box = new THREE.Box3();
  const count = means.length / 3;
  const step = Math.ceil(count / SAMPLED);
  for (const axis of [0, 1, 2]) {
    const sample = { length: Math.ceil(count / step) };
    const sorted = Float32Array.from(sample, (_, k) => means[3 * step * k + axis] ?? 0).sort();
    const stray = Math.floor(sorted.length * 0.01);
    box.min.setComponent(axis, sorted[stray] ?? 0);
    box.max.setComponent(axis, sorted[sorted.length - 1 - stray] ?? 0);
  }
  return box;
}
