import { expect, test } from "vitest";
import { readAccessor, readContainer, readIndices } from "../src/glb/container";
import { FormatError } from "../src/glb/json";
import { readScene } from "../src/glb/scene";
import { plyOf } from "../src/view/ply";

function glb(json: unknown, binary = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const head = new Uint8Array(Math.ceil(text.length / 4) * 4).fill(0x20);
  head.set(text);
  const bytes = new Uint8Array(12 + 8 + head.length + 8 + binary.length);
  const view = new DataView(bytes.buffer);
  const words = [0x46546c67, 2, bytes.length, head.length, 0x4e4f534a];
  for (const [k, word] of words.entries()) view.setUint32(4 * k, word, true);
  bytes.set(head, 20);
  view.setUint32(20 + head.length, binary.length, true);
  view.setUint32(24 + head.length, 0x004e4942, true);
  bytes.set(binary, 28 + head.length);
  return bytes;
}

const numbers = (...values: number[]) => new Uint8Array(new Float32Array(values).buffer);
const one = (accessor: object, byteLength = 12) => ({
  bufferViews: [{ buffer: 0, byteLength }],
  accessors: [{ bufferView: 0, componentType: 5126, count: 1, type: "VEC3", ...accessor }],
});

test("numbers are read as they stand", () => {
  const file = readContainer(glb(one({}), numbers(1, 2, 3)));
  expect([...readAccessor(file, 0).data]).toEqual([1, 2, 3]);
});

test("normalised integers are fractions", () => {
  const file = readContainer(
    glb(one({ componentType: 5121, normalized: true }, 4), new Uint8Array([0, 51, 255, 0])),
  );
  expect([...readAccessor(file, 0).data].map((part) => Math.round(part * 100))).toEqual([0, 20, 100]);
});

test("what leaves the file is refused", () => {
  const wrong = [
    one({ count: 2 }),
    one({ count: 1e9 }),
    one({ byteOffset: 4 }),
    one({ bufferView: 3 }),
    one({}, 1e6),
    one({ type: "HUGE" }),
    one({ componentType: 1 }),
    one({ count: -1 }),
    one({ count: 0.5 }),
    one({ sparse: {} }),
  ];
  for (const json of wrong) {
    expect(() => readAccessor(readContainer(glb(json, numbers(1, 2, 3))), 0)).toThrow(FormatError);
  }
});

test("indices that point at no vertex are refused", () => {
  const file = readContainer(
    glb(one({ componentType: 5125, type: "SCALAR" }, 4), new Uint8Array([9, 0, 0, 0])),
  );
  expect([...readIndices(file, 0, 10)]).toEqual([9]);
  expect(() => readIndices(file, 0, 9)).toThrow(FormatError);
});

test("a file cut anywhere is refused, never half read", () => {
  const whole = glb(one({}), numbers(1, 2, 3));
  for (let length = 0; length < whole.length; length++) {
    expect(() => readAccessor(readContainer(whole.subarray(0, length)), 0)).toThrow();
  }
});

test("objects, colliders, tracks and actions of a scene", () => {
  const scene = readScene(
    glb(
      {
        scene: 0,
        scenes: [{ nodes: [0] }],
        nodes: [
          { name: "mug", translation: [1, 2, 3], children: [1] },
          {
            name: "mug/collider0",
            extensions: { KHR_physics_rigid_bodies: { collider: { geometry: { shape: 0 } } } },
          },
        ],
        bufferViews: [
          { buffer: 0, byteLength: 8 },
          { buffer: 0, byteOffset: 8, byteLength: 24 },
        ],
        accessors: [
          { bufferView: 0, componentType: 5126, count: 2, type: "SCALAR" },
          { bufferView: 1, componentType: 5126, count: 2, type: "VEC3" },
        ],
        animations: [
          {
            samplers: [{ input: 0, output: 1 }],
            channels: [{ sampler: 0, target: { node: 0, path: "translation" } }],
          },
        ],
        extensions: {
          KHR_implicit_shapes: { shapes: [{ type: "sphere", sphere: { radius: 0.5 } }] },
          SPATIALWM_scene: {
            version: 1,
            objects: [{ node: 0, category: "mug", body: { kind: "dynamic", mass: 0.3 } }],
            background: [0, 0.5, 1],
            rollout: { actions: [[0.5, { action: "wait" }]] },
          },
        },
      },
      numbers(0, 1, 1, 2, 3, 4, 5, 6),
    ),
  );
  const [mug] = scene.objects;
  expect(mug).toMatchObject({
    name: "mug",
    category: "mug",
    kind: "dynamic",
    mass: 0.3,
    position: [1, 2, 3],
  });
  expect(mug?.colliders[0]?.shape).toEqual({ kind: "sphere", radius: 0.5 });
  expect([...(scene.tracks[0]?.values ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(scene.actions).toEqual([{ time: 0.5, action: { action: "wait" } }]);
});

test("a newer format version is refused by number", () => {
  expect(() => readScene(glb({ extensions: { SPATIALWM_scene: { version: 2 } } }))).toThrow("version 2");
});

test("splats become PLY rows: logarithms, logits, wxyz, colours channel by channel", () => {
  const column = (...values: number[]) => new Float32Array(values);
  const bytes = plyOf({
    count: 1,
    means: column(1, 2, 3),
    quats: column(0.1, 0.2, 0.3, 0.9),
    scales: column(1, Math.E, 1),
    opacities: column(0.5),
    sh: [column(0.1, 0.2, 0.3), column(1, 2, 3), column(4, 5, 6), column(7, 8, 9)],
  });
  const header = new TextDecoder().decode(bytes).split("end_header\n")[0] ?? "";
  expect(header).toContain("property float f_rest_8\n");
  expect(header).not.toContain("f_rest_9");
  const row = new Float32Array(bytes.slice(header.length + "end_header\n".length).buffer);
  expect([...row].map((value) => Math.round(value * 1000) / 1000)).toEqual([
    1, 2, 3, 0.1, 0.2, 0.3, 1, 4, 7, 2, 5, 8, 3, 6, 9, 0, 0, 1, 0, 0.9, 0.1, 0.2, 0.3,
  ]);
});
