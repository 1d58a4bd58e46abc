/**
 * What this page adds to Spark's fragment shader: the light of the proxies that stand where splats are, and depth
 * instead of colour. Spark has no lights of its own (its issue 49). Added when it is first needed, so that who
 * needs neither compiles neither.
 */

import type { SparkRenderer } from "@sparkjsdev/spark";
import * as THREE from "three";

export interface SplatUniforms {
  /** Light on white proxies, linear; alpha says whether there is one. */
  readonly swmLight: { value: THREE.Texture | null };
  /** Light where there is no proxy, linear. */
  readonly swmOpen: { value: THREE.Color };
  /** 1 where the light is to be used, 0 where not. */
  readonly swmRelight: { value: number };
  /** Of the picture [px]. */
  readonly swmSize: { value: THREE.Vector2 };
  /** 0 draws colours, 1 depths, 2 one flat colour for each object. */
  readonly swmPass: { value: number };
  /** What is so far away is black in a picture of depths [m]. */
  readonly swmFar: { value: number };
}

/** A splat counts, in pictures that do not mix, where it covers so much. */
const COVERS = 0.3;

const HEAD = `uniform sampler2D swmLight;
uniform vec3 swmOpen;
uniform float swmRelight;
uniform vec2 swmSize;
uniform float swmFar;
uniform int swmPass;
void main() {`;
/** Light is multiplied where colours are sRGB: the root of its transfer comes close to what it would be in linear. */
const BODY = `if (swmPass > 0) {
        if (rgba.a < ${COVERS}) discard; // no mixture of two depths, or of two objects
        rgba.a = 1.0;
    }
    if (swmPass == 1) {
        float swmDeep = 2.0 * near * far / (far + near - vNdc.z * (far - near));
        rgba.rgb = vec3(clamp(1.0 - swmDeep / swmFar, 0.0, 1.0));
    } else if (swmPass == 0 && swmRelight > 0.0) {
        vec4 swmLit = texture(swmLight, gl_FragCoord.xy / swmSize);
        rgba.rgb *= pow(max(swmOpen * (1.0 - swmLit.a) + swmLit.rgb, 0.0), vec3(1.0 / 2.2));
    }
    if (encodeLinear) {`;

const patched = new WeakMap<SparkRenderer, SplatUniforms>();

/** The added uniforms; patches the shader the first time. Undefined for a Spark whose shader is another. */
export function splatUniforms(spark: SparkRenderer): SplatUniforms | undefined {
  const known = patched.get(spark);
  if (known) return known;
  const { material } = spark;
  const plain = material.fragmentShader;
  const [head, body] = ["void main() {", "if (encodeLinear) {"];
  if (!plain.includes(head) || !plain.includes(body) || !plain.includes("vNdc")) return undefined;
  const uniforms: SplatUniforms = {
    swmLight: { value: null },
    swmOpen: { value: new THREE.Color(1, 1, 1) },
    swmRelight: { value: 0 },
    swmSize: { value: new THREE.Vector2(1, 1) },
    swmPass: { value: 0 },
    swmFar: { value: 1 },
  };
  Object.assign(material.uniforms, uniforms);
  material.fragmentShader = plain.replace(head, HEAD).replace(body, BODY);
  material.needsUpdate = true;
  patched.set(spark, uniforms);
  return uniforms;
}
