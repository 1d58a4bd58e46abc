/** The page: wires the scene, its time, the session and the controls together. */

import * as THREE from "three";
import { Comparison } from "./comparison";
import { shotOf } from "./direct";
import type { SceneFile, Vec3 } from "./glb/scene";
import { Address } from "./link/address";
import { Bookmarks, storageOf } from "./link/bookmarks";
import type { Link } from "./link/link";
import { Live } from "./live/live";
import type { Carving } from "./protocol";
import { emptyFrame, type Frame, isHidden, POSE, paintOf } from "./time/frame";
import { recordingOf } from "./time/from-file";
import { Player } from "./time/player";
import type { Recording } from "./time/recording";
import { Editor } from "./ui/editor";
import { Hud } from "./ui/hud";
import { listenToKeys } from "./ui/keyboard";
import { Measure } from "./ui/measure";
import { padOf } from "./ui/pad";
import { Pointer } from "./ui/pointer";
import { Recorder, savePicture, toggleFilm } from "./ui/recorder";
import { direct } from "./ui/shots";
import { SplatSelect } from "./ui/splat-select";
import { Figure } from "./view/figure";
import type { GamepadInput } from "./view/gamepad";
import { type Mode, Navigation } from "./view/navigation";
import { newestPose } from "./view/newest";
import { Overlays } from "./view/overlays";
import { Passes } from "./view/passes";
import { pushOf } from "./view/push";
import { Quality } from "./view/quality";
import { Relight } from "./view/relight";
import type { Stage } from "./view/stage";
import type { Newcomer, Thing, World } from "./view/world";

/** The dark scheme's accent, which is bright enough to be seen on any scene. */
export const MARK = "#62d9c7";

export interface Parts {
  readonly stage: Stage;
  readonly world: World;
  readonly scene: SceneFile;
  readonly name: string;
  readonly server: string | undefined;
  readonly gallery: string | undefined;
  readonly hud: HTMLElement;
}

export class App {
  readonly recording: Recording;
  readonly player: Player;
  readonly navigation: Navigation;
  readonly hud: Hud;
  readonly pointer: Pointer;
  readonly live: Live;
  readonly address: Address;
  readonly bookmarks: Bookmarks;
  readonly comparison = new Comparison();
  readonly measure = new Measure(new THREE.Color(MARK));
  readonly overlays = new Overlays(new THREE.Color(MARK));
  readonly recorder = new Recorder();
  readonly relight: Relight;
  readonly passes: Passes;
  readonly editor: Editor;
  readonly quality: Quality;
  readonly splatSelect: SplatSelect;
  private readonly pad: GamepadInput;
  selected: Thing | undefined;
  /** When all splats were there [ms since the page was asked for]; the first picture shows some. */
  whole = 0;
  private filling = false;
  private moment: Frame;
  private readonly figure = new Figure(new THREE.Color(MARK));

  constructor(private readonly parts: Parts) {
    const { stage, world, scene } = parts;
    this.recording = recordingOf(scene);
    this.player = new Player(this.recording);
    this.moment = emptyFrame(scene.objects);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.navigation = new Navigation(stage, world, scene.cameras[0], calm);
    this.bookmarks = new Bookmarks(parts.name, storageOf(window));
    this.address = new Address(
      () => this.seen,
      (link) => this.showLink(link),
    );
    this.live = new Live(this, scene.objects, parts.server);
    this.relight = new Relight(stage, world);
    this.passes = new Passes(stage, world);
    this.quality = new Quality(stage, world, () => this.recorder.active || this.whole === 0);
    this.splatSelect = new SplatSelect(this, stage, world, new THREE.Color(MARK));
    this.hud = new Hud(this, parts);
    this.editor = new Editor(this, stage);
    this.pointer = new Pointer(this, stage, world);
    this.hud.float(this.pointer.label.element);
    this.hud.float(this.measure.label);
    this.hud.float(this.splatSelect.frame);
    listenToKeys(this);
    this.pad = padOf(this, stage);
    document.title = `${parts.name} · spatialwm`;
    stage.setBackground(scene.background);
    stage.setAntialiased(scene.antialiased);
    stage.scene.add(world.root, this.comparison.ghosts.root, this.figure.group);
    stage.marks.add(
      ...this.pointer.overlays,
      this.measure.tape.group,
      this.splatSelect.dots.points,
      this.overlays.group,
    );
    stage.onDraw = () => {
      world.settle();
      const touching = this.overlays.needsTouches ? this.live.touchesAt(this.player.time) : undefined;
      this.overlays.place(world, this.recording, this.player.time, touching);
      this.measure.place(stage.camera, stage.canvas);
    };
    stage.onTick = (elapsed) => this.tick(elapsed);
    this.player.seek(this.recording.start);
    const { given } = this.address;
    if (!calm && given.time === undefined) this.player.toggle();
    this.show();
    this.showLink(given);
    stage.onDrawn = () => {
      if (stage.stats.first > 0 && !this.filling) this.fill();
      this.address.touch();
      this.recorder.take();
    };
  }

  get running() {
    return this.live.running;
  }

  get done() {
    return this.live.done;
  }

  // ---- what one can do

  /** Does what a sentence says: to the camera here, to the world on the server. */
  say(sentence: string): void {
    const shot = shotOf(sentence);
    if (shot) direct(this, this.parts, shot);
    else this.live.say(sentence);
    this.parts.stage.invalidate();
  }

  togglePlay(): void {
    if (this.running === "running") {
      this.live.hold();
      this.player.mode = "paused";
    } else if (this.running === "held") {
      this.live.resume();
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
    this.live.reset();
    this.navigation.home();
  }

  /** Where the next thing one does would branch off: the moment shown, if it is a past one of this session. */
  get pastMoment(): number | undefined {
    const { time, mode } = this.player;
    const past = mode === "paused" && time >= this.live.begin - 1e-4 && time < this.recording.end - 0.01;
    return this.running === "ready" && past ? time : undefined;
  }

  /** The next thing one does happens at the moment shown, and replaces what came after; again: it does not. */
  toggleFork(): void {
    this.live.fork = this.live.fork === undefined ? this.pastMoment : undefined;
    this.hud.refresh();
  }

  undo(): void {
    if (this.live.canUndo) this.live.ask({ type: "undo" });
  }

  redo(): void {
    if (this.live.canRedo) this.live.ask({ type: "redo" });
  }

  why(name: string): void {
    this.live.ask({ type: "why", object: name });
  }

  /** Pushes an object at a point of its own frame, wherever it has got to by now. */
  push(thing: Thing, grip: THREE.Vector3, direction: Vec3, speed: number): void {
    const { name, mass } = thing.object;
    const shown = this.live.fork === undefined ? newestPose(this.recording, name) : thing.group.matrixWorld;
    const point = grip.clone().applyMatrix4(shown).toArray();
    this.live.act([[0, pushOf(name, mass, direction, speed, point)]]);
  }

  setMode(mode: Mode): void {
    const needsAgent = mode === "follow" || mode === "eyes";
    if (!needsAgent || this.recording.hasAgent) this.navigation.setMode(mode);
    else this.hud.toasts.say("Nobody walks here yet; say for example: walk to the table.");
    this.showFigure();
  }

  /** Drops what came after the first `kept` objects; adds what was made of splats, and copies. */
  async recast(kept: number, copies: readonly Newcomer[], carves: readonly Carving[]): Promise<void> {
    const { world } = this.parts;
    if (this.selected && world.things.indexOf(this.selected) >= kept) this.select(undefined);
    await world.recast(kept, copies, carves);
    const objects = world.things.map((thing) => thing.object);
    this.recording.names = objects.map((object) => object.name);
    this.recording.fit(kept, carves);
    this.moment = emptyFrame(objects);
    this.passes.follow();
    this.hud.showObjects(objects);
    this.show();
  }

  select(thing: Thing | undefined): void {
    this.selected = thing;
    this.editor.selected(thing);
    this.hud.showSelected(thing);
    this.pointer.mark(thing);
    this.parts.stage.invalidate();
  }

  selectByName(name: string): void {
    this.select(this.parts.world.find(name));
  }

  frame(): void {
    this.navigation.frame(this.parts.world.bounds(this.selected));
  }

  // ---- two futures

  /** Keeps the future that is about to be left at a moment, as ghosts. */
  keepFuture(from: number): void {
    const { comparison, recording, parts, hud } = this;
    const objects = parts.world.things.map((thing) => thing.object);
    void comparison.keep(recording, from, objects).then(() => this.show());
    hud.compareLine.begin(from);
    hud.timeline.showOther({ from, actions: comparison.first?.actions ?? [] });
  }

  /** Says what ended elsewhere than in the first future. */
  async compare(): Promise<void> {
    if (this.recording.end <= this.comparison.from + 1e-3) return; // gone back, and nothing done there yet
    const told = await this.comparison.compare(this.recording);
    if (told === undefined) return;
    this.hud.compareLine.tell(this.comparison.from, told.time, told.found);
    this.show();
  }

  toggleGhost(): void {
    this.comparison.shown = !this.comparison.shown;
    this.hud.compareLine.showGhost(this.comparison.shown);
    this.show();
  }

  dropComparison(): void {
    this.comparison.drop();
    this.hud.compareLine.showGhost(true);
    this.hud.compareLine.hide();
    this.hud.timeline.showOther(undefined);
    this.parts.stage.invalidate();
  }

  // ---- pictures and films

  savePicture(): Promise<void> {
    return savePicture(this, this.parts);
  }

  toggleFilm(): Promise<void> {
    return toggleFilm(this, this.parts);
  }

  // ---- where one is

  /** What one sees, as far as a link tells it. */
  private get seen(): Link {
    const moves = this.recording.end > this.recording.start;
    return { view: this.navigation.viewpoint, ...(moves && { time: this.player.time }) };
  }

  /** Goes to where a link leads, as far as it leads anywhere here. */
  showLink({ view, time }: Link): void {
    const { recording, hud } = this;
    if (time !== undefined) {
      this.seek(time);
      if (time > recording.end + 1e-3 || time < recording.start - 1e-3)
        hud.toasts.say("The moment of this link is not in this recording.", "problem");
    }
    if (view === undefined) return;
    const withAgent = view.mode === "follow" || view.mode === "eyes";
    this.navigation.jumpTo(withAgent && !recording.hasAgent ? { ...view, mode: "orbit" } : view);
    this.showFigure();
  }

  keepView(): void {
    const { bookmarks, hud } = this;
    if (bookmarks.full) {
      hud.toasts.say("There are as many views as fit; forget one first.", "problem");
      return;
    }
    const { name } = bookmarks.add(this.seen);
    hud.views.list();
    hud.toasts.say(`${name} is kept; V lists the views.`);
  }

  // ---- for tests and notebooks

  /** Where an object's origin is on the page [px]. */
  project(name: string): [number, number] {
    const { stage, world } = this.parts;
    const thing = world.find(name);
    if (thing === undefined) throw new Error(`There is no object '${name}'.`);
    return stage.onPage(world.bounds(thing).getCenter(new THREE.Vector3()));
  }

  /** Position xyz and rotation xyzw of an object as it is shown. */
  pose(name: string): number[] {
    const k = this.recording.names.indexOf(name);
    return [...this.moment.poses.subarray(k * POSE, (k + 1) * POSE)];
  }

  /** How an object looks: whether it is there, its paint as 0xrrggbb, and its control points [m]. */
  looks(name: string) {
    const k = this.recording.names.indexOf(name);
    return {
      hidden: isHidden(this.moment, k),
      paint: paintOf(this.moment, k),
      nodes: [...this.moment.nodes],
    };
  }

  /** Draws until all splats are sorted for this view; then the picture as a data URL. */
  picture(): Promise<string> {
    return this.parts.stage.picture(this.parts.world.things.some((thing) => thing.skin));
  }

  // ---- inside

  /** After the first picture: all splats of what was thinned for it. */
  private fill(): void {
    this.filling = true;
    void this.parts.world.fill().then((filled) => {
      if (filled) this.parts.stage.invalidate();
      this.whole = performance.now();
    });
  }

  private tick(elapsed: number): boolean {
    this.live.poll();
    this.pad.tick(elapsed);
    this.address.tick();
    const played = this.player.advance(elapsed);
    if (played) this.show();
    const moved = !this.parts.stage.present && this.navigation.tick(elapsed);
    if (moved) this.showFigure();
    this.hud.followTime();
    this.hud.timeline.update();
    if (this.recorder.active) this.hud.showFilming();
    return played || moved || this.recorder.active;
  }

  /** Brings the objects to where the playhead is. */
  show(): void {
    this.recording.sample(this.player.time, this.moment);
    this.parts.world.place(this.moment);
    this.editor.gizmo.follow();
    this.comparison.show(this.player.time, this.moment, this.recording.names);
    this.pointer.mark(this.selected?.look.hidden ? undefined : this.selected);
    if (this.recording.hasAgent) this.navigation.chase.see(this.moment.agent);
    this.showFigure();
    this.parts.stage.invalidate();
  }

  private showFigure(): void {
    const seen = this.recording.hasAgent && this.navigation.mode !== "eyes" && !this.navigation.looksAround;
    this.figure.show(this.moment.agent, seen, this.parts.stage.camera);
  }
}
