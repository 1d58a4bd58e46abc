/** MuJoCo in the page: steps the scene's own MJCF and says where its objects are. Its z is our y. */

import { POSE } from "../time/frame";
import { type Friction, type Rows, settle } from "./contacts";
import type { Physics } from "./package";

/** What of MuJoCo's bindings is used; its views move when memory grows, so each is asked for anew. */
interface Model {
  readonly opt: { readonly timestep: number; gravity: Float64Array };
  readonly body_jntadr: Int32Array;
  readonly jnt_type: Int32Array;
  readonly jnt_qposadr: Int32Array;
  readonly jnt_dofadr: Int32Array;
  readonly jnt_range: Float64Array;
  readonly dof_M0: Float64Array;
  readonly npair: number;
  readonly pair_dim: Int32Array;
  readonly geom_condim: Int32Array;
}
interface Data extends Rows {
  time: number;
  readonly xpos: Float64Array;
  readonly xquat: Float64Array;
  readonly xipos: Float64Array;
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly qacc_warmstart: Float64Array;
  readonly qfrc_bias: Float64Array;
  readonly qfrc_passive: Float64Array;
  readonly qfrc_applied: Float64Array;
  readonly xfrc_applied: Float64Array;
}
interface Mujoco {
  readonly MjModel: { from_xml_string(xml: string): Model | null };
  readonly MjData: new (model: Model) => Data;
  mj_step1(model: Model, data: Data): void;
  mj_step2(model: Model, data: Data): void;
  mj_forward(model: Model, data: Data): void;
  mj_resetData(model: Model, data: Data): void;
  mj_name2id(model: Model, kind: number, name: string): number;
}

/** Three numbers along our axes. */
type Vec3 = readonly [number, number, number];

const BODY = 1;
const FREE = 0;
const SLIDE = 2;
/** How fast a hand moves a hinge [rad/s] and a slide [m/s], and how strongly [N m, N]: those of `errands.py`. */
const HANDS = { hinge: { fastest: 1.5, strongest: 60 }, slide: { fastest: 0.5, strongest: 150 } };
/** Part of a speed error that the hand corrects in a frame. */
const GRIP = 0.3;
/** Part of a joint's range that does not matter. */
const ALMOST = 0.01;
const FRAME = 1 / 60;

/** Everything a step depends on. */
export interface Moment {
  readonly time: number;
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly warm: Float64Array;
  readonly gravity: Float64Array;
}

/** Ours (y up) to MuJoCo's (z up). */
/** A thing that is taken is lifted this much, then its middle to this height over the floor [m]; as in `carrying.py`. */
const LIFT = 0.05;
const CHEST = 1;

export function upward([x, y, z]: Vec3): Vec3 {
  return [x, -z, y];
}

export class Engine {
  readonly step: number;
  private readonly home: Vec3;
  private readonly listed: boolean;
  private readonly rolls: boolean;

  private constructor(
    private readonly mujoco: Mujoco,
    private readonly model: Model,
    private readonly data: Data,
    private readonly bodies: readonly number[],
    private readonly names: readonly string[],
    private readonly poses: readonly number[],
    private readonly friction: Friction,
  ) {
    this.listed = model.npair > 0;
    this.rolls = model.geom_condim.includes(6) || model.pair_dim.includes(6);
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
    return new Engine(library, model, data, bodies, physics.names, physics.poses, physics.friction);
  }

  get time(): number {
    return this.data.time;
  }

  advance(): void {
    const { mujoco, model, data } = this;
    mujoco.mj_step1(model, data);
    settle(data, this.friction, this.listed, this.rolls);
    mujoco.mj_step2(model, data);
  }

  knows(name: string): boolean {
    return this.bodyOf(name) > 0;
  }

  /** Whether it moves by itself, on no joint. */
  isFree(name: string): boolean {
    return this.model.jnt_type[this.jointOf(name)] === FREE;
  }

  /** Whether it hangs on a joint that opens and closes. */
  opens(name: string): boolean {
    const joint = this.jointOf(name);
    const [low = 0, high = 0] = this.model.jnt_range.subarray(2 * joint, 2 * joint + 2);
    return joint >= 0 && !this.isFree(name) && low < high; // which joints are limited, the bindings cannot tell
  }

  /** The largest speed of any joint [m/s, rad/s]. */
  get fastest(): number {
    return this.data.qvel.reduce((most, speed) => Math.max(most, Math.abs(speed)), 0);
  }

  moment(): Moment {
    const { time, qpos, qvel, qacc_warmstart } = this.data;
    const gravity = this.model.opt.gravity.slice();
    return { time, qpos: qpos.slice(), qvel: qvel.slice(), warm: qacc_warmstart.slice(), gravity };
  }

  /** Goes on from a moment as it did then, to the bit. */
  restore({ time, qpos, qvel, warm, gravity }: Moment): void {
    const { mujoco, model, data } = this;
    mujoco.mj_resetData(model, data);
    model.opt.gravity.set(gravity);
    data.time = time;
    data.qpos.set(qpos);
    data.qvel.set(qvel);
    mujoco.mj_forward(model, data);
    data.qacc_warmstart.set(warm);
  }

  /** Lets go of it with a velocity [m/s]. */
  fling(name: string, velocity: Vec3): void {
    const dof = this.model.jnt_dofadr[this.jointOf(name)] ?? 0;
    this.data.qvel.set([...upward(velocity), 0, 0, 0], dof);
  }

  /** Where a free thing is, for a hand to keep it there: at once lifted a little, as a hand does. */
  grip(name: string): Float64Array {
    const q = this.model.jnt_qposadr[this.jointOf(name)] ?? 0;
    const grip = this.data.qpos.slice(q, q + 7);
    grip[2] = (grip[2] ?? 0) + LIFT;
    return grip;
  }

  /** How much higher the hand brings a thing that it took [m]: its middle to the chest. */
  rise(name: string): number {
    const middle = this.data.xipos[3 * this.bodyOf(name) + 2] ?? 0;
    return Math.max(CHEST - middle - LIFT, 0);
  }

  /** Keeps it where it was gripped, at rest. */
  hold(name: string, grip: Float64Array): void {
    this.data.qpos.set(grip, this.model.jnt_qposadr[this.jointOf(name)] ?? 0);
    this.fling(name, [0, 0, 0]);
  }

  /** A frame of opening (1) or closing (0) by hand: what presses on the joint; true once it is there. */
  turn(name: string, fraction: number): boolean {
    const { model, data } = this;
    const joint = this.jointOf(name);
    const [q, v] = [model.jnt_qposadr[joint] ?? 0, model.jnt_dofadr[joint] ?? 0];
    const [one = 0, other = 0] = model.jnt_range.subarray(2 * joint, 2 * joint + 2);
    const [closed, far] = Math.abs(one) <= Math.abs(other) ? [one, other] : [other, one];
    const { fastest, strongest } = model.jnt_type[joint] === SLIDE ? HANDS.slide : HANDS.hinge;
    const left = closed + fraction * (far - closed) - (data.qpos[q] ?? 0);
    const rate = data.qvel[v] ?? 0;
    if (Math.abs(left) < ALMOST * Math.abs(far - closed) && Math.abs(rate) < 0.05 * fastest) {
      data.qvel[v] = data.qfrc_applied[v] = 0;
      return true;
    }
    const wanted = within(6 * left, fastest);
    const free = ((model.dof_M0[v] ?? 0) * GRIP * (wanted - rate)) / FRAME;
    const force = (data.qfrc_bias[v] ?? 0) - (data.qfrc_passive[v] ?? 0) + free;
    data.qfrc_applied[v] = within(force, strongest);
    return false;
  }

  /** No hand is at a joint any more. */
  letGo(): void {
    this.data.qfrc_applied.fill(0);
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

  private jointOf(name: string): number {
    const body = this.bodyOf(name);
    return body > 0 ? (this.model.body_jntadr[body] ?? -1) : -1;
  }
}

function within(value: number, most: number): number {
  return Math.min(Math.max(value, -most), most);
}
