/** What the page knows of a scene file. Reads any GLB; our own extension adds what glTF has no word for. */

import type { ActionJson } from "../protocol";
import { type Container, nodesOf, readAccessor, readContainer, rootsOf } from "./container";
import {
  asArray,
  asIndex,
  asNumber,
  asNumbers,
  asObject,
  asString,
  at,
  FormatError,
  type Json,
  type JsonObject,
  listOf,
  optional,
} from "./json";
import { readMesh, readSplats, type SplatColumns, type Triangles } from "./primitives";
import { type RolloutFile, readRollout } from "./rollout";

export type Vec3 = [number, number, number];
/** A unit quaternion in glTF's order, xyzw. */
export type Quat = [number, number, number, number];

export type Shape =
  | { readonly kind: "box"; readonly size: Vec3 }
  | { readonly kind: "sphere"; readonly radius: number }
  | { readonly kind: "cylinder" | "capsule"; readonly radius: number; readonly height: number }
  | { readonly kind: "hull"; readonly points: Float32Array }
  | { readonly kind: "mesh" };

export interface Collider {
  readonly position: Vec3;
  readonly quat: Quat;
  readonly shape: Shape;
}

export interface SceneObject {
  readonly name: string;
  readonly category: string;
  readonly attributes: readonly string[];
  readonly material: string;
  /** `static`, `dynamic`, `articulated` or `soft`. */
  readonly kind: string;
  /** [kg] */
  readonly mass: number;
  readonly position: Vec3;
  readonly quat: Quat;
  readonly splats: SplatColumns | undefined;
  readonly mesh: Triangles | undefined;
  readonly colliders: readonly Collider[];
  /** Of a soft object: how many cells its cage has along x, y and z. */
  readonly cells: Vec3 | undefined;
  /** Control points of a deformed soft object in its own frame [m]; undefined is undeformed. */
  readonly cage: Float32Array | undefined;
  /** Not in the world as the file leaves it. */
  readonly hidden: boolean;
  /** The colour it was painted, sRGB. */
  readonly paint: Vec3 | undefined;
  /** How it came about, and of what, where that is not how its scene did. */
  readonly origin?: string | undefined;
}

export interface Camera {
  readonly name: string;
  /** Row-major 4x4, OpenCV axes. */
  readonly worldFromCamera: readonly number[];
  /** [rad] */
  readonly verticalFov: number;
  /** Width per height. */
  readonly aspect: number;
}

export interface Track {
  readonly object: string;
  readonly path: "translation" | "rotation";
  readonly times: Float32Array;
  readonly values: Float32Array;
}

export interface TimedAction {
  readonly time: number;
  readonly action: ActionJson;
}

export interface SceneFile {
  readonly objects: readonly SceneObject[];
  /** sRGB, 0 to 1. */
  readonly background: Vec3;
  /** Splats are dimmed for the blur to a pixel's size. */
  readonly antialiased: boolean;
  readonly cameras: readonly Camera[];
  readonly tracks: readonly Track[];
  readonly actions: readonly TimedAction[];
  readonly rollout: RolloutFile;
  /** The words or files it was made from. */
  readonly source: string;
  /** How its objects came about, if they do not say otherwise. */
  readonly origin: string;
}

/** More of a text than this fits no card [characters]. */
const LONGEST_ORIGIN = 120;
const OURS = "SPATIALWM_scene";
/** A file may hold this many objects; a page with more would not respond. */
const MAX_OBJECTS = 4096;

export function readScene(bytes: Uint8Array): SceneFile {
  const file = readContainer(bytes);
  const extensions = optional(asObject, file.json.extensions, "extensions", {});
  const ours = optional(asObject, extensions[OURS], OURS, {});
  if (ours.version !== undefined && ours.version !== 1) {
    throw new FormatError(`This scene has format version ${String(ours.version)}; this page reads 1.`);
  }
  const nodes = nodesOf(file);
  const entries = new Map<number, JsonObject>();
  for (const item of optional(asArray, ours.objects, "objects", [])) {
    const entry = asObject(item, "objects");
    entries.set(asIndex(entry.node, "objects.node"), entry);
  }
  const roots = entries.size > 0 ? [...entries.keys()] : rootsOf(file);
  if (roots.length > MAX_OBJECTS) throw new FormatError(`The scene has more than ${MAX_OBJECTS} objects.`);
  const objects = roots.map((root) => readObject(file, nodes, root, entries.get(root) ?? {}));
  const names = new Map(roots.map((root, k) => [root, objects[k]?.name ?? ""]));
  const rollout = optional(asObject, ours.rollout, "rollout", {});
  const provenance = optional(asObject, ours.provenance, "provenance", {});
  return {
    objects,
    background: optional(vec3, ours.background, "background", [0.74, 0.78, 0.84]),
    antialiased: ours.antialiased === true,
    cameras: optional(asArray, ours.cameras, "cameras", []).map(readCamera),
    tracks: readTracks(file, names),
    actions: optional(asArray, rollout.actions, "actions", []).map(readAction),
    rollout: readRollout(file, rollout),
    source: optional(asString, provenance.source, "provenance", ""),
    origin: originOf(provenance),
  };
}

function readObject(file: Container, nodes: JsonObject[], index: number, entry: JsonObject): SceneObject {
  const node = nodeAt(nodes, index);
  const body = optional(asObject, entry.body, "body", {});
  const name = optional(asString, node.name, "node", `node ${index}`);
  const splatNode = entry.splats === undefined ? undefined : nodeAt(nodes, asIndex(entry.splats, "splats"));
  const mesh = node.mesh === undefined ? undefined : asIndex(node.mesh, name);
  return {
    name,
    category: optional(asString, entry.category, name, ""),
    attributes: optional(asArray, entry.attributes, name, []).map((word) => asString(word, name)),
    material: optional(asString, entry.material, name, ""),
    kind: optional(asString, body.kind, name, "static"),
    mass: optional(asNumber, body.mass, name, 0),
    ...placementOf(node, name),
    splats: splatNode === undefined ? undefined : readSplats(file, asIndex(splatNode.mesh, `${name}/splats`)),
    mesh: mesh === undefined ? undefined : readMesh(file, mesh),
    cells: body.kind === "soft" ? optional(vec3, body.cells, name, [1, 1, 1]) : undefined,
    cage: entry.cage === undefined ? undefined : readAccessor(file, asIndex(entry.cage, name)).data,
    hidden: entry.hidden === true,
    origin: entry.provenance === undefined ? undefined : originOf(asObject(entry.provenance, name)),
    paint: optional<Vec3 | undefined>(vec3, entry.paint, name, undefined),
    colliders: optional(asArray, node.children, name, []).flatMap((child) =>
      readCollider(file, nodes, nodeAt(nodes, asIndex(child, name))),
    ),
  };
}

/** `classical, of garden.ply, by somebody`. */
function originOf(provenance: JsonObject): string {
  const part = (key: string, before = "") => {
    const text = optional(asString, provenance[key], "provenance", "");
    return text ? `${before}${text.slice(0, LONGEST_ORIGIN)}` : "";
  };
  return [part("method"), part("source", "of "), part("author", "by ")].filter(Boolean).join(", ");
}

function readCollider(file: Container, nodes: JsonObject[], node: JsonObject): Collider[] {
  const extensions = optional(asObject, node.extensions, "extensions", {});
  const body = optional(asObject, extensions.KHR_physics_rigid_bodies, "extensions", {});
  if (body.collider === undefined) return [];
  const geometry = asObject(asObject(body.collider, "collider").geometry, "collider.geometry");
  return [{ ...placementOf(node, "collider"), shape: readShape(file, nodes, geometry) }];
}

function readShape(file: Container, nodes: JsonObject[], geometry: JsonObject): Shape {
  if (geometry.convexHull === true) {
    const mesh = at(
      listOf(file.json, "meshes"),
      asIndex(nodeAt(nodes, asIndex(geometry.node, "collider")).mesh, "collider"),
      "meshes",
    );
    const attributes = asObject(
      at(asArray(mesh.primitives, "meshes"), 0, "primitives").attributes,
      "attributes",
    );
    return { kind: "hull", points: readAccessor(file, asIndex(attributes.POSITION, "POSITION")).data };
  }
  if (geometry.node !== undefined) return { kind: "mesh" };
  const extensions = asObject(file.json.extensions, "extensions");
  const shapes = listOf(asObject(extensions.KHR_implicit_shapes, "KHR_implicit_shapes"), "shapes");
  const shape = at(shapes, asIndex(geometry.shape, "collider.shape"), "shapes");
  const kind = asString(shape.type, "shapes.type");
  const values = asObject(shape[kind], `shapes.${kind}`);
  switch (kind) {
    case "box":
      return { kind, size: vec3(values.size, "box.size") };
    case "sphere":
      return { kind, radius: asNumber(values.radius, "sphere.radius") };
    case "cylinder":
    case "capsule":
      return {
        kind,
        radius: asNumber(values.radiusTop, `${kind}.radiusTop`),
        height: asNumber(values.height, `${kind}.height`),
      };
    default:
      throw new FormatError(`A collider has the unknown shape '${kind.slice(0, 30)}'.`);
  }
}

function readCamera(item: Json): Camera {
  const entry = asObject(item, "cameras");
  const focal = asNumbers(entry.K, 9, "cameras.K")[4] ?? 1;
  const height = asNumber(entry.height, "cameras.height");
  return {
    name: optional(asString, entry.name, "cameras", "camera"),
    worldFromCamera: asNumbers(entry.world_from_camera, 16, "cameras.world_from_camera"),
    verticalFov: 2 * Math.atan(height / 2 / focal),
    aspect: asNumber(entry.width, "cameras.width") / height,
  };
}

function readAction(item: Json): TimedAction {
  const pair = asArray(item, "actions");
  const action = asObject(pair[1], "actions");
  asString(action.action, "actions");
  return { time: asNumber(pair[0], "actions"), action: action as unknown as ActionJson };
}

function readTracks(file: Container, names: Map<number, string>): Track[] {
  const animations = listOf(file.json, "animations");
  if (animations.length === 0) return [];
  const animation = at(animations, 0, "animations");
  const samplers = asArray(animation.samplers, "samplers");
  return asArray(animation.channels, "channels").flatMap((item) => {
    const channel = asObject(item, "channels");
    const target = asObject(channel.target, "channels.target");
    const object = names.get(asIndex(target.node, "channels.target"));
    const path = target.path;
    if (object === undefined || (path !== "translation" && path !== "rotation")) return [];
    const sampler = at(samplers, asIndex(channel.sampler, "channels"), "samplers");
    const times = readAccessor(file, asIndex(sampler.input, "samplers"));
    const values = readAccessor(file, asIndex(sampler.output, "samplers"));
    if (values.count !== times.count || values.parts !== (path === "rotation" ? 4 : 3)) {
      throw new FormatError(`The animation of '${object}' does not fit its times.`);
    }
    return [{ object, path, times: times.data, values: values.data }];
  });
}

function nodeAt(nodes: JsonObject[], index: number): JsonObject {
  const node = nodes[index];
  if (node === undefined) throw new FormatError(`nodes[${index}] is not there.`);
  return node;
}

function placementOf(node: JsonObject, where: string): { position: Vec3; quat: Quat } {
  return {
    position: optional(vec3, node.translation, where, [0, 0, 0]),
    quat: optional((value, place) => asNumbers(value, 4, place) as Quat, node.rotation, where, [0, 0, 0, 1]),
  };
}

function vec3(value: Json | undefined, where: string): Vec3 {
  return asNumbers(value, 3, where) as Vec3;
}
