/** MuJoCo in the page: steps the scene's own MJCF and says where its objects are. Its z is our y. */

import { POSE } from "../time/frame";
import type { Physics } from "./package";

/** What of MuJoCo's bindings is used; its views move when memory grows, so each is asked for anew. */
interface Model {
  readonly opt: { readonly timestep: number; gravity: Float64Array };
}
interface Data {
  readonly time: number;
  readonly xpos: Float64Array;
  readonly xquat: Float64Array;
  readonly xipos: Float64Array;
  readonly qpos: Float64Array;
  readonly xfrc_applied: Float64Array;
}
interface Mujoco {
  readonly MjModel: { from_xml_string(xml: string): Model | null };
  readonly MjData: new (model: Model) => Data;
  mj_step(model: Model, data: Data): void;
  mj_forward(model: Model, data: Data): void;
  mj_resetData(model: Model, data: Data): void;
  mj_name2id(model: Model, kind: number, name: string): number;
}

/** Three numbers along our axes. */
type Vec3 = readonly [number, number, number];

const BODY = 1;

/** Ours (y up) to MuJoCo's (z up). */
export function upward([x, y, z]: Vec3): Vec3 {
  return [x, -z, y];
}

export class Engine {
  readonly step: number;
  private readonly home: Vec3;

  private constructor(
    private readonly mujoco: Mujoco,
    private readonly model: Model,
    private readonly data: Data,
    private readonly bodies: readonly number[],
    private readonly names: readonly string[],
    private readonly poses: readonly number[],
  ) {
    this.step = model.opt.timestep;
    const [x = 0, y = 0, z = 0] = model.opt.gravity;
    this.home = [x, y, z];
    mujoco.mj_forward(model, data);
  }

  static async load(physics: Physics): Promise<Engine> {
    const url = URL.createObjectURL(new Blob([physics.program], { type: "text/javascript" }));
    const module = (await import(/* @vite-ignore */ url)) as {
      default: (options: { wasmBinary: Uint8Array; locateFile(name: string): string }) => Promise<Mujoco>;
    };
    URL.revokeObjectURL(url);
    // beside a blob there is no file: the program comes as bytes
    const library = await module.default({ wasmBinary: physics.wasm, locateFile: (name) => name });
    return Engine.of(library, physics);
  }

  /** With a MuJoCo that is loaded already. */
  static of(mujoco: unknown, physics: Omit<Physics, "program" | "wasm">): Engine {
    const library = mujoco as Mujoco;
    const model = library.MjModel.from_xml_string(physics.model);
    if (model === null) throw new Error("MuJoCo cannot read this scene.");
    const bodies = physics.bodies.map((id) => (id === null ? -1 : library.mj_name2id(model, BODY, id)));
    const data = new library.MjData(model);
    return new Engine(library, model, data, bodies, physics.names, physics.poses);
  }

  get time(): number {
    return this.data.time;
  }

  advance(): void {
    this.mujoco.mj_step(this.model, this.data);
  }

  reset(): void {
    this.mujoco.mj_resetData(this.model, this.data);
    this.gravity(undefined);
    this.mujoco.mj_forward(this.model, this.data);
  }

  knows(name: string): boolean {
    return this.bodyOf(name) > 0;
  }

  /** From now on things fall like this [m/s^2]; as at first without one. */
  gravity(acceleration: Vec3 | undefined): void {
    this.model.opt.gravity.set(acceleration ? upward(acceleration) : this.home);
  }

  /** Presses with a force [N], at a point in the world [m] or the centre of mass, until `release`. */
  press(name: string, force: Vec3, point: Vec3 | null): void {
    const body = this.bodyOf(name);
    const [fx, fy, fz] = upward(force);
    const { xipos, xfrc_applied } = this.data;
    const [px, py, pz] = point ? upward(point) : [...xipos.subarray(3 * body, 3 * body + 3)];
    const ax = (px ?? 0) - (xipos[3 * body] ?? 0);
    const ay = (py ?? 0) - (xipos[3 * body + 1] ?? 0);
    const az = (pz ?? 0) - (xipos[3 * body + 2] ?? 0);
    xfrc_applied.set([fx, fy, fz, ay * fz - az * fy, az * fx - ax * fz, ax * fy - ay * fx], 6 * body);
  }

  release(): void {
    this.data.xfrc_applied.fill(0);
  }

  /** Of every object in the file's order: xyz [m], xyzw, in our axes. */
  poses32(): Float32Array {
    const found = new Float32Array(this.poses);
    const { xpos, xquat } = this.data;
    this.bodies.forEach((body, k) => {
      if (body < 0) return;
      const [x = 0, y = 0, z = 0] = xpos.subarray(3 * body, 3 * body + 3);
      const [w = 1, qx = 0, qy = 0, qz = 0] = xquat.subarray(4 * body, 4 * body + 4);
      found.set([x, z, -y, qx, qz, -qy, w], POSE * k);
    });
    return found;
  }

  /** Tells states apart; not the hash of the command line's engine. */
  hash(): string {
    let hash = 0x811c9dc5;
    for (const byte of new Uint8Array(this.data.qpos.slice().buffer)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0; // FNV-1a
    }
    return hash.toString(16).padStart(8, "0");
  }

  private bodyOf(name: string): number {
    return this.bodies[this.names.indexOf(name)] ?? -1;
  }
}
