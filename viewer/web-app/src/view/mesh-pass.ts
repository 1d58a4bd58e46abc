/** Depths, or one flat colour, instead of what a mesh looks like. */

import type * as THREE from "three";

/** As in `splat-shader.ts`: 0 colours, 1 depths, 2 objects; one for all meshes. */
export const meshPass = { swmPass: { value: 0 }, swmFar: { value: 1 } };

const HEAD = `uniform int swmPass;
uniform float swmFar;
uniform vec3 swmMask;
void main() {`;
const TAIL = `#include <dithering_fragment>
  if (swmPass == 1) gl_FragColor = vec4(vec3(clamp(1.0 - vViewPosition.z / swmFar, 0.0, 1.0)), 1.0);
  if (swmPass == 2) gl_FragColor = vec4(swmMask, 1.0);`;

/** Adds it to a standard material's shader; `mask` is the object's flat colour, sRGB. */
export function addMeshPass(
  shader: THREE.WebGLProgramParametersWithUniforms,
  mask: { value: THREE.Vector3 },
): void {
  Object.assign(shader.uniforms, meshPass, { swmMask: mask });
  shader.fragmentShader = shader.fragmentShader
    .replace("void main() {", HEAD)
    .replace("#include <dithering_fragment>", TAIL);
}
