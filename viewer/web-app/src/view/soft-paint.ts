/**
 * What changes the splats of one object where they are drawn, on the GPU: paint, and the cage of a soft object.
 * Centres follow the cage exactly, and so do covariances: with F the deformation gradient and A the splat's axes,
 * the new axes are the eigenvectors of F A (F A)^T. View-dependent colour is not turned with them.
 */

import { dyno, type SplatMesh } from "@sparkjsdev/spark";
import * as THREE from "three";
import type { CageBox } from "../glb/cage";

const FUNCTIONS = `
vec3 swmNode(sampler2D nodes, ivec3 n, ivec3 at) {
  return texelFetch(nodes, ivec2((at.x * n.y + at.y) * n.z + at.z, 0), 0).xyz;
}

mat3 swmAxes(vec4 q) {
  vec3 v = q.xyz;
  mat3 cross = mat3(0.0, v.z, -v.y, -v.z, 0.0, v.x, v.y, -v.x, 0.0);
  return mat3(1.0) + 2.0 * q.w * cross + 2.0 * cross * cross;
}

void swmRotate(inout mat3 m, inout mat3 axes, int p, int q) {
  float off = m[q][p];
  if (abs(off) < 1e-12) return;
  float theta = (m[q][q] - m[p][p]) / (2.0 * off);
  float t = (theta < 0.0 ? -1.0 : 1.0) / (abs(theta) + sqrt(theta * theta + 1.0));
  float c = inversesqrt(t * t + 1.0);
  mat3 turn = mat3(1.0);
  turn[p][p] = c;
  turn[q][q] = c;
  turn[q][p] = t * c;
  turn[p][q] = -t * c;
  m = transpose(turn) * m * turn;
  axes = axes * turn;
}

vec4 swmQuat(mat3 m) {
  vec4 squares = vec4(
    1.0 + m[0][0] - m[1][1] - m[2][2], 1.0 - m[0][0] + m[1][1] - m[2][2],
    1.0 - m[0][0] - m[1][1] + m[2][2], 1.0 + m[0][0] + m[1][1] + m[2][2]);
  vec4 q;
  if (squares.w >= max(squares.x, max(squares.y, squares.z)))
    q = vec4(m[1][2] - m[2][1], m[2][0] - m[0][2], m[0][1] - m[1][0], squares.w);
  else if (squares.x >= max(squares.y, squares.z))
    q = vec4(squares.x, m[0][1] + m[1][0], m[2][0] + m[0][2], m[1][2] - m[2][1]);
  else if (squares.y >= squares.z)
    q = vec4(m[0][1] + m[1][0], squares.y, m[1][2] + m[2][1], m[2][0] - m[0][2]);
  else
    q = vec4(m[2][0] + m[0][2], m[1][2] + m[2][1], squares.z, m[0][1] - m[1][0]);
  return normalize(q);
}

void swmDeform(sampler2D nodes, vec3 low, vec3 pitch, vec3 cells, inout vec3 center, inout vec3 scales, inout vec4 quat) {
  vec3 at = (center - low) / pitch;
  vec3 cell = clamp(floor(at), vec3(0.0), cells - 1.0);
  vec3 way = at - cell;
  vec3 place = vec3(0.0);
  mat3 F = mat3(0.0);
  for (int c = 0; c < 8; c++) {
    vec3 on = vec3(float((c >> 2) & 1), float((c >> 1) & 1), float(c & 1));
    vec3 s = mix(1.0 - way, way, on);
    vec3 slope = mix(vec3(-1.0), vec3(1.0), on) * vec3(s.y * s.z, s.x * s.z, s.x * s.y) / pitch;
    vec3 node = swmNode(nodes, ivec3(cells) + 1, ivec3(cell + on));
    place += s.x * s.y * s.z * node;
    F += outerProduct(node, slope);
  }
  mat3 axes = swmAxes(quat);
  mat3 A = F * mat3(axes[0] * scales.x, axes[1] * scales.y, axes[2] * scales.z);
  mat3 m = A * transpose(A);
  float size = max(m[0][0] + m[1][1] + m[2][2], 1e-30);
  m = m / size;
  mat3 turned = mat3(1.0);
  for (int sweep = 0; sweep < 4; sweep++) {
    swmRotate(m, turned, 0, 1);
    swmRotate(m, turned, 0, 2);
    swmRotate(m, turned, 1, 2);
  }
  center = place;
  scales = sqrt(max(vec3(m[0][0], m[1][1], m[2][2]), vec3(1e-12)) * size);
  quat = swmQuat(turned);
}
`;

/** Weights of red, green and blue in brightness (ITU-R BT.709). */
const LUMA = "vec3(0.2126, 0.7152, 0.0722)";

export class SoftPaint {
  private readonly nodes: THREE.DataTexture;
  private readonly soft: dyno.DynoFloat;
  private readonly paint = new dyno.DynoVec4({ value: new THREE.Vector4(0, 0, 0, 0) });
  private readonly flat = new dyno.DynoVec4({ value: new THREE.Vector4(0, 0, 0, 0) });
  private readonly middle = new dyno.DynoFloat({ value: 1 });

  constructor(
    private readonly splats: SplatMesh,
    box: CageBox | undefined,
  ) {
    this.nodes = new THREE.DataTexture(
      new Float32Array(4 * (box?.count ?? 1)),
      box?.count ?? 1,
      1,
      THREE.RGBAFormat,
      THREE.FloatType,
    );
    this.soft = new dyno.DynoFloat({ value: 0 });
    const vector = (values: readonly number[] = [1, 1, 1]) =>
      new dyno.DynoVec3({ value: new THREE.Vector3(...(values as [number, number, number])) });
    const inputs = {
      nodes: new dyno.DynoSampler2D({ value: this.nodes }),
      soft: this.soft,
      low: vector(box?.low),
      pitch: vector(box?.pitch),
      cells: vector(box?.cells),
      paint: this.paint,
      flat: this.flat,
      middle: this.middle,
    };
    const change = new dyno.Dyno({
      inTypes: {
        gsplat: dyno.Gsplat,
        nodes: "sampler2D",
        soft: "float",
        low: "vec3",
        pitch: "vec3",
        cells: "vec3",
        paint: "vec4",
        flat: "vec4",
        middle: "float",
      },
      outTypes: { gsplat: dyno.Gsplat },
      globals: () => [dyno.defineGsplat, FUNCTIONS],
      statements: ({ inputs: i, outputs: { gsplat } }) => [
        `${gsplat} = ${i.gsplat};`,
        `if (${i.soft} > 0.5) swmDeform(${i.nodes}, ${i.low}, ${i.pitch}, ${i.cells}, ${gsplat}.center, ${gsplat}.scales, ${gsplat}.quaternion);`,
        `if (${i.paint}.a > 0.5) ${gsplat}.rgba.rgb = clamp(max(dot(${gsplat}.rgba.rgb, ${LUMA}), 0.0) / ${i.middle} * ${i.paint}.rgb, 0.0, 1.0);`,
        `if (${i.flat}.a > 0.5) ${gsplat}.rgba.rgb = ${i.flat}.rgb;`,
      ],
    });
    splats.objectModifier = dyno.dynoBlock(
      { gsplat: dyno.Gsplat },
      { gsplat: dyno.Gsplat },
      ({ gsplat }) => ({ gsplat: change.apply({ ...inputs, ...(gsplat ? { gsplat } : {}) }).gsplat }),
    );
    splats.updateGenerator();
  }

  /** Control points in the object's own frame [m]. */
  deform(nodes: Float32Array): void {
    const texels = this.nodes.image.data as Float32Array;
    for (let n = 0; 3 * n < nodes.length; n++) texels.set(nodes.subarray(3 * n, 3 * n + 3), 4 * n);
    this.nodes.needsUpdate = true;
    this.soft.value = 1;
    this.splats.updateVersion();
  }

  /** One flat colour (0xrrggbb, sRGB) over everything else; undefined takes it away. */
  mask(color: number | undefined): void {
    const [red, green, blue] = [16, 8, 0].map((shift) => (((color ?? 0) >> shift) & 255) / 255);
    this.flat.value.set(red ?? 0, green ?? 0, blue ?? 0, color === undefined ? 0 : 1);
    this.splats.updateVersion();
  }

  /** A colour (0xrrggbb, sRGB) instead of its own; bright stays bright. `middle` is what brightness means 1. */
  color(paint: number | undefined, middle: number): void {
    const [red, green, blue] = [16, 8, 0].map((shift) => (((paint ?? 0) >> shift) & 255) / 255);
    this.paint.value.set(red ?? 0, green ?? 0, blue ?? 0, paint === undefined ? 0 : 1);
    this.middle.value = middle;
    this.splats.updateVersion();
  }
}
