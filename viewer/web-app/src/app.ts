/** The page: wires the scene, its time, the session and the controls together. */

import * as THREE from "three";
import type { SceneFile, Vec3 } from "./glb/scene";
import { Session } from "./live/session";
import type { Done } from "./protocol";
import { Player } from "./time/player";
import { POSE, type Recording, recordingOf } from "./time/recording";
import { Hud } from "./ui/hud";
import { listenToKeys } from "./ui/keyboard";
import { Pointer } from "./ui/pointer";
import { Navigation } from "./view/navigation";
import { pushOf } from "./view/push";
import type { Stage } from "./view/stage";
import type { Thing, World } from "./view/world";

export interface Parts {
  readonly stage: Stage;
  readonly world: World;
  readonly scene: SceneFile;
  readonly name: string;
  readonly server: string | undefined;
  readonly hud: HTMLElement;
}

export type Running = "no server" | "connecting" | "ready" | "running" | "held" | "closed";

export class App {
  readonly recording: Recording;
  readonly player: Player;
  readonly navigation: Navigation;
  readonly hud: Hud;
  readonly pointer: Pointer;
  running: Running = "no server";
  selected: Thing | undefined;
  /** The last finished computation. */
  done: Done | undefined;
  private readonly session: Session | undefined;
  private readonly poses: Float32Array;
  /** Recording time at which the engine's clock read 0 [s]: a file's rollout came before the session. */
  private clock = 0;
  /** What the file holds; everything after it was done on this page. */
  private readonly filed: { frames: number; actions: number; end: number };

  constructor(private readonly parts: Parts) {
    const { stage, world, scene } = parts;
    this.recording = recordingOf(scene);
    this.filed = {
      frames: this.recording.times.length,
      actions: this.recording.actions.length,
      end: this.recording.end,
    };
    this.player = new Player(this.recording);
    this.poses = new Float32Array(scene.objects.length * POSE);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.navigation = new Navigation(stage, world, scene.cameras[0], calm);
    this.hud = new Hud(this, parts);
    this.pointer = new Pointer(this, stage, world);
    this.hud.float(this.pointer.label.element);
    listenToKeys(this);
    document.title = `${parts.name} · spatialwm`;
    stage.setBackground(scene.background);
    stage.setAntialiased(scene.antialiased);
    stage.scene.add(world.root, ...this.pointer.overlays);
    stage.onTick = (elapsed) => this.tick(elapsed);
    this.player.seek(this.recording.start);
    if (!calm) this.player.toggle();
    if (parts.server !== undefined) this.session = this.connect(parts.server);
    this.show();
  }

  get live(): boolean {
    return this.running !== "no server" && this.running !== "closed";
  }

  // ---- what one can do

  togglePlay(): void {
    if (this.running === "running") {
      this.session?.pause();
      this.running = "held";
      this.player.mode = "paused";
    } else if (this.running === "held") {
      this.session?.resume();
      this.running = "running";
      this.player.goLive();
    } else {
      this.player.toggle();
    }
    this.parts.stage.invalidate();
  }

  seek(time: number): void {
    this.player.seek(time);
    this.show();
  }

  step(by: number): void {
    this.seek(this.recording.step(this.player.time, by));
  }

  reset(): void {
    this.select(undefined);
    this.session?.reset();
    this.navigation.home();
    if (this.session === undefined) this.forget();
  }

  say(sentence: string): void {
    if (this.running === "ready" || this.running === "running") this.session?.say(sentence);
    else this.hud.toasts.say(this.whyNot(), "problem");
  }

  /** Pushes an object at a point of its own frame, wherever it has got to by now. */
  push(thing: Thing, grip: THREE.Vector3, direction: Vec3, speed: number): void {
    if (this.running !== "ready" && this.running !== "running") {
      this.hud.toasts.say(this.whyNot(), "problem");
      return;
    }
    const { name, mass } = thing.object;
    const point = grip.clone().applyMatrix4(this.newest(name)).toArray();
    this.session?.act([[0, pushOf(name, mass, direction, speed, point)]]);
  }

  select(thing: Thing | undefined): void {
    this.selected = thing;
    this.hud.showSelected(thing?.object);
    this.pointer.mark(thing);
    this.parts.stage.invalidate();
  }

  selectByName(name: string): void {
    this.select(this.parts.world.find(name));
  }

  frame(): void {
    this.navigation.frame(this.parts.world.bounds(this.selected));
  }

  // ---- for tests and notebooks

  /** Where an object's origin is on the page [px]. */
  project(name: string): [number, number] {
    const { stage, world } = this.parts;
    const thing = world.find(name);
    if (thing === undefined) throw new Error(`There is no object '${name}'.`);
    const center = world.bounds(thing).getCenter(new THREE.Vector3()).project(stage.camera);
    const { left, top, width, height } = stage.canvas.getBoundingClientRect();
    return [left + ((center.x + 1) / 2) * width, top + ((1 - center.y) / 2) * height];
  }

  /** Position xyz and rotation xyzw of an object as it is shown. */
  pose(name: string): number[] {
    const k = this.recording.names.indexOf(name);
    return [...this.poses.subarray(k * POSE, (k + 1) * POSE)];
  }

  /** Draws until all splats are sorted for this view; then the picture as a data URL. */
  async picture(): Promise<string> {
    const { stage } = this.parts;
    const sorted = () => stage.spark.activeSplats > 0 && !stage.spark.sorting && !stage.spark.sortDirty;
    const anySplats = this.parts.world.things.some((thing) => thing.splats);
    for (let k = 0; k < 200 && (k < 6 || (anySplats && !sorted())); k++) {
      stage.draw();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    stage.draw();
    return stage.canvas.toDataURL("image/png");
  }

  // ---- inside

  /** Where an object is in the newest state, whatever the playhead shows. */
  private newest(name: string): THREE.Matrix4 {
    const base = this.recording.names.indexOf(name) * POSE;
    const pose = [...(this.recording.frames.at(-1)?.subarray(base, base + POSE) ?? [])];
    const position = new THREE.Vector3().fromArray(pose);
    const turn = new THREE.Quaternion().fromArray(pose, 3);
    return new THREE.Matrix4().compose(position, turn, new THREE.Vector3(1, 1, 1));
  }

  private tick(elapsed: number): boolean {
    this.session?.poll();
    const played = this.player.advance(elapsed);
    if (played) this.show();
    const moved = this.navigation.tick(elapsed);
    this.hud.timeline.update();
    return played || moved;
  }

  /** Brings the objects to where the playhead is. */
  private show(): void {
    this.recording.sample(this.player.time, this.poses);
    this.parts.world.place(this.poses);
    this.pointer.mark(this.selected);
    this.parts.stage.invalidate();
  }

  /** Drops what was done on this page. */
  private forget(): void {
    this.recording.truncate(this.filed.frames, this.filed.actions);
    this.done = undefined;
    this.seek(this.recording.start);
  }

  private whyNot(): string {
    if (this.running === "no server")
      return "This page is a recording; open the scene with spatialwm view to act in it.";
    if (this.running === "closed") return "The server is gone; start spatialwm view again.";
    if (this.running === "held") return "The simulation is paused; press Space to go on.";
    return "One moment: the physics engine is starting.";
  }

  private connect(server: string): Session {
    this.running = "connecting";
    const names = this.recording.names;
    return new Session(server, {
      welcome: (message) => {
        if (message.names.join("\n") !== names.join("\n")) {
          this.hud.toasts.say("The file has changed since this page was opened; reload the page.", "problem");
          this.running = "closed";
          return;
        }
        this.running = "ready";
        this.clock = this.filed.end - message.time;
        if (this.recording.times.length > this.filed.frames) this.forget();
        this.hud.refresh();
      },
      parsed: ({ sentence, actions }) => {
        for (const [time, action] of actions)
          this.recording.actions.push({ time: this.filed.end + time, action });
        this.running = "running";
        this.player.goLive();
        if (sentence) this.hud.showParsed(actions.map(([, action]) => action));
      },
      state: (time, poses) => {
        this.recording.push(this.clock + time, poses);
      },
      done: (message) => {
        this.done = message;
        this.running = "ready";
        this.player.settle();
        this.show();
        this.hud.showDone(message);
      },
      refused: (sentence) => this.hud.toasts.say(sentence, "problem"),
      closed: (reason) => {
        this.running = "closed";
        this.player.settle();
        this.hud.toasts.say(reason || "The connection to the engine ended.", "problem");
        this.hud.refresh();
      },
    });
  }
}
