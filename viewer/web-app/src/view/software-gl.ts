/**
 * Spark draws one splat per GL instance; software GL pays for each instance like for a draw call. Drawing many
 * splats per instance with the same shader gives the same pixels several times faster. Only for software GL,
 * since it replaces Spark's geometry, which Spark does not promise to allow (its issue 410).
 */

import type { SparkRenderer } from "@sparkjsdev/spark";
import * as THREE from "three";

/** Splats per instance; measured best between 128 and 256. */
const BATCH = 128;

export function isSoftwareGl(renderer: THREE.WebGLRenderer): boolean {
  const gl = renderer.getContext();
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  return /SwiftShader|llvmpipe|softpipe/i.test(name);
}

export function batchInstances(spark: SparkRenderer): void {
  const material = spark.material;
  const plain = material.vertexShader;
  const batched = plain.replaceAll("gl_InstanceID", "splatNumber").replace(
    /void main\(\)\s*\{/,
    `uniform int splatCount;
void main() {
  int splatNumber = gl_InstanceID * ${BATCH} + int(position.z);
  if (splatNumber >= splatCount) { gl_Position = vec4(0.0, 0.0, 2.0, 1.0); return; }`,
  );
  if (!plain.includes("gl_InstanceID") || !batched.includes("splatCount")) return; // another Spark: leave it be
  const count = { value: 0 };
  material.uniforms.splatCount = count;
  material.vertexShader = batched;
  material.needsUpdate = true;
  const geometry = batchGeometry((splats) => {
    count.value = splats;
  });
  spark.geometry.dispose();
  (spark as THREE.Mesh).geometry = geometry;
}

function batchGeometry(onCount: (splats: number) => void): THREE.InstancedBufferGeometry {
  const corners = [-1, -1, 1, -1, 1, 1, -1, 1];
  const positions = new Float32Array(BATCH * 12);
  const indices = new Uint16Array(BATCH * 6);
  for (let k = 0; k < BATCH; k++) {
    for (let v = 0; v < 4; v++)
      positions.set([corners[2 * v] ?? 0, corners[2 * v + 1] ?? 0, k], 12 * k + 3 * v);
    indices.set(
      [0, 1, 2, 0, 2, 3].map((corner) => 4 * k + corner),
      6 * k,
    );
  }
  const geometry = new THREE.InstancedBufferGeometry();
  geometry.setAttribute("position", new THREE.BufferAttribute(positions, 3));
  geometry.setIndex(new THREE.BufferAttribute(indices, 1));
  let instances = 0;
  Object.defineProperty(geometry, "instanceCount", {
    get: () => instances,
    set: (splats: number) => {
      const finite = Number.isFinite(splats) ? splats : 0;
      onCount(finite);
      instances = Math.ceil(finite / BATCH);
    },
  });
  return geometry;
}
