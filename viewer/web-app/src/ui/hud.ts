/** Everything that is drawn over the scene, and how it is arranged. */

import { Vector3 } from "three";
import type { App, Parts } from "../app";
import { shotOf, shotText } from "../direct";
import { notesOn } from "../edit";
import type { SceneObject } from "../glb/scene";
import type { ActionJson, Because, Done, Previewed } from "../protocol";
import { LOCAL } from "../source";
import type { Mode } from "../view/navigation";
import { offerVr } from "../view/vr";
import type { Thing } from "../view/world";
import { ObjectCard } from "./card";
import { CommandBar } from "./command-bar";
import { CompareLine } from "./compare-line";
import { el, iconButton } from "./dom";
import { Help } from "./help";
import { Joystick } from "./joystick";
import { ObjectList } from "./object-list";
import { showPass } from "./recorder";
import { See } from "./see";
import { actionText, countText, nameText } from "./text";
import { Timeline } from "./timeline";
import { Toasts } from "./toasts";
import { Views } from "./views";

const MODES: readonly [Mode, string, string][] = [
  ["orbit", "Orbit", "Around what you look at  (1)"],
  ["walk", "Walk", "On your own feet  (2)"],
  ["fly", "Fly", "Free of walls: W A S D, Q down, E up  (5)"],
  ["follow", "Follow", "Behind the agent  (3)"],
  ["eyes", "Eyes", "What the agent sees  (4)"],
];

export class Hud {
  readonly toasts = new Toasts();
  readonly timeline: Timeline;
  readonly help: Help;
  private readonly card: ObjectCard;
  private readonly command: CommandBar | undefined;
  private readonly objects: ObjectList;
  readonly see: See;
  readonly views: Views;
  readonly compareLine: CompareLine;
  private readonly note = el("p", { class: "note" });
  private readonly seeButton = iconButton("mesh", "See", "Y");
  private readonly objectsButton = iconButton("objects", "Objects", "O");
  private readonly viewsButton = iconButton("bookmark", "Views", "V");
  private readonly measureButton = iconButton("tape", "Measure", "T");
  private readonly selectButton = iconButton("select", "Select splats", "X");
  private readonly filmButton = iconButton("film", "Film", "C");
  private readonly filming = el("output", { class: "filming" });
  private readonly modes = new Map<Mode, HTMLButtonElement>();
  private meshes = false;

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    const served = parts.server !== undefined;
    this.help = new Help(served);
    this.timeline = new Timeline(app.player, {
      toggle: () => app.togglePlay(),
      seek: (time) => app.seek(time),
      step: (by) => app.step(by),
      reset: () => app.reset(),
      undo: () => app.undo(),
      redo: () => app.redo(),
      fork: () => app.toggleFork(),
    });
    this.card = new ObjectCard({
      frame: () => app.frame(),
      close: () => app.select(undefined),
      why: (name) => app.why(name),
      move: () => app.editor.toggleHandles(),
      copy: () => app.editor.duplicate(),
      remove: () => app.editor.remove(),
      note: (text) => app.editor.note(text),
    });
    this.objects = new ObjectList(parts.scene.objects, (name) => app.selectByName(name));
    this.see = new See({
      toggle: (overlay) => {
        parts.stage.invalidate();
        return app.overlays.toggle(overlay);
      },
      meshes: () => this.toggleMeshes(),
      asks: served && parts.server !== LOCAL,
      quality: app.quality,
      light: (hour) => {
        if (!app.relight.set(hour)) this.toasts.say("This page's Spark cannot be lit.", "problem");
      },
      pass: (pass) => showPass(app, parts, pass),
      expose: (factor) => {
        parts.world.expose(factor);
        parts.stage.expose(factor);
      },
    });
    this.views = new Views(parts.scene.cameras, app.bookmarks, {
      go: (bookmark) => app.showLink(bookmark.link),
      goToCamera: (camera) => app.navigation.goTo(camera),
      keep: () => app.keepView(),
      through: () => app.say("fly through the views"),
      copyLink: () => void this.copy(app.address.text(), "The link is on the clipboard."),
      invite: served
        ? () =>
            void this.copy(
              app.address.text(app.live.room),
              "The invitation is on the clipboard: who opens it is in this session, too.",
            )
        : undefined,
    });
    this.compareLine = new CompareLine({
      toggle: () => app.toggleGhost(),
      close: () => app.dropComparison(),
      select: (name) => app.selectByName(name),
    });
    this.measureButton.onclick = () => this.toggleMeasure();
    this.selectButton.onclick = () => this.toggleSelecting();
    this.filmButton.append(this.filming);
    this.filmButton.onclick = () => void app.toggleFilm();
    this.command = served
      ? new CommandBar({
          say: (sentence) => app.say(sentence),
          preview: (sentence) => {
            const shot = shotOf(sentence);
            if (shot) this.command?.showCamera(shotText(shot));
            else if (app.running === "ready") app.live.ask({ type: "preview", sentence });
          },
        })
      : undefined;
    this.command?.suggest(parts.scene.objects);
    this.seeButton.onclick = () => this.toggleSee();
    this.objectsButton.onclick = () => this.toggleObjects();
    this.viewsButton.onclick = () => this.toggleViews();
    const joystick = new Joystick((across, along) => app.navigation.drive(across, along));
    parts.hud.append(
      this.top(),
      this.objects.element,
      this.views.element,
      app.splatSelect.element,
      this.see.element,
      this.card.element,
      joystick.element,
      this.bottom(),
      this.help.element,
    );
    tellRoom(parts.hud);
    this.timeline.marks.showDoubts(parts.scene.rollout.doubts);
    app.navigation.onMode = (mode) => this.showMode(mode);
    this.showMode(app.navigation.mode);
    this.refresh();
  }

  /** Adds an element that floats over everything. */
  float(element: HTMLElement): void {
    this.parts.hud.append(element);
  }

  showSelected(thing: Thing | undefined): void {
    const object = thing?.object;
    const movable = object !== undefined && object.kind !== "static";
    const active = this.app.live.active;
    const known = {
      origin: object?.origin ?? this.parts.scene.origin,
      size: thing?.box.getSize(new Vector3()).toArray() ?? [],
      hint: movable && active ? "Click it again for a gentle push, or drag it to aim." : "",
      asks: movable && active,
      can: thing ? this.app.editor.can(thing) : { copy: false, move: false, remove: false },
      notes: object ? notesOn(object.name, this.app.recording.actions) : [],
    };
    this.card.show(object, known, object ? this.app.project(object.name)[0] : 0);
    this.objects.select(object?.name);
  }

  showParsed(actions: readonly ActionJson[]): void {
    const names = actions.map(actionText);
    this.toasts.say(names.length > 0 ? sentenceCase(names.join(", then ")) : "Nothing to do.");
  }

  showPreview(message: Previewed): void {
    this.command?.showPreview(message);
  }

  /** Says why not; with what may have been meant, the sentence comes back to be mended. */
  showRefused(problem: string, candidates: readonly string[]): void {
    if (candidates.length === 0 || !this.command?.giveBack(problem, candidates))
      this.toasts.say(problem, "problem");
  }

  /** The chain on the object's card and on the timeline. */
  showCauses(because: Because): void {
    const { clock } = this.app.live;
    const chain = because.chain.map((link) => ({ ...link, time: link.time + clock }));
    if (this.app.selected?.object.name !== because.object) this.app.selectByName(because.object);
    this.card.explain({ ...because, chain }, (time) => this.app.seek(time));
    this.timeline.showCauses(chain.map(({ time, effect }) => ({ time, text: nameText(effect) })));
  }

  showObjects(objects: readonly SceneObject[]): void {
    this.command?.suggest(objects);
    this.objects.list(objects.filter(({ hidden }, k) => !hidden || k >= this.parts.scene.objects.length));
  }

  /** What depends on the moment shown. */
  followTime(): void {
    const fork = this.app.live.fork;
    if (fork !== undefined && this.app.pastMoment !== fork) {
      this.app.live.fork = undefined;
      this.refresh();
    }
    this.timeline.fork.hidden = this.app.pastMoment === undefined;
  }

  showDone(done: Done): void {
    this.note.textContent = `${done.seconds.toFixed(1)} s computed · state ${done.state_hash.slice(0, 8)}`;
    this.note.title = done.state_hash;
    if (this.app.selected && !this.card.busy) this.showSelected(this.app.selected); // its notes may be new
  }

  /** Says whether one can act here. */
  refresh(): void {
    const { live } = this.app;
    this.parts.hud.classList.toggle("acting", live.active);
    for (const button of [this.timeline.undo, this.timeline.redo]) button.hidden = !live.active;
    this.timeline.undo.disabled = !live.canUndo;
    this.timeline.redo.disabled = !live.canRedo;
    this.timeline.fork.setAttribute("aria-pressed", String(live.fork !== undefined));
    if (live.because === undefined) this.timeline.showCauses([]);
    const agent = live.active || this.app.recording.hasAgent;
    for (const mode of ["follow", "eyes"] as const) {
      const button = this.modes.get(mode);
      if (button) button.hidden = !agent;
    }
    if (this.app.running === "no server") this.note.textContent = "A recording: play it, look around.";
    else if (this.app.running === "closed")
      this.note.textContent = "Not connected: a recording from here on.";
    else if (this.app.live.lost) this.note.textContent = "The server is gone; trying again.";
    else this.note.textContent = "";
  }

  focusCommand(): void {
    this.command?.input.focus();
  }

  toggleSee(): void {
    this.leave("see");
    this.seeButton.setAttribute("aria-pressed", String(this.see.toggle()));
  }

  toggleMeshes(): boolean {
    this.meshes = !this.meshes;
    this.parts.world.showMeshes(this.meshes);
    this.see.showMeshes(this.meshes);
    this.parts.stage.invalidate();
    return this.meshes;
  }

  toggleObjects(): void {
    this.leave("objects");
    this.objectsButton.setAttribute("aria-pressed", String(this.objects.toggle()));
  }

  toggleViews(): void {
    this.leave("views");
    this.viewsButton.setAttribute("aria-pressed", String(this.views.toggle()));
  }

  /** The panels on the left stand in one place: whichever else is open there closes. */
  private leave(next: "see" | "objects" | "views" | "selecting"): void {
    if (next !== "see" && !this.see.element.hidden) this.toggleSee();
    if (next !== "objects" && !this.objects.element.hidden) this.toggleObjects();
    if (next !== "views" && !this.views.element.hidden) this.toggleViews();
    if (next !== "selecting" && this.app.splatSelect.active) this.toggleSelecting();
  }

  private async copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.toasts.say(done);
    } catch {
      this.toasts.say(`The browser gives no clipboard. The link is: ${text}`, "problem");
    }
  }

  toggleSelecting(): void {
    const { splatSelect, measure } = this.app;
    if (!splatSelect.active && measure.active) this.toggleMeasure();
    this.leave("selecting");
    splatSelect.toggle();
    this.selectButton.setAttribute("aria-pressed", String(splatSelect.active));
  }

  toggleMeasure(): void {
    const { measure } = this.app;
    measure.active = !measure.active;
    measure.clear();
    this.measureButton.setAttribute("aria-pressed", String(measure.active));
    this.parts.stage.canvas.classList.toggle("measuring", measure.active);
    if (measure.active) this.toasts.say("Click two points; Esc ends measuring.");
    this.parts.stage.invalidate();
  }

  showFilming(): void {
    const { recorder } = this.app;
    this.filmButton.setAttribute("aria-pressed", String(recorder.active));
    this.filming.textContent = recorder.text;
  }

  private showMode(mode: Mode): void {
    for (const [each, button] of this.modes) button.setAttribute("aria-pressed", String(each === mode));
    this.parts.hud.classList.toggle("walking", mode === "walk" || mode === "fly");
  }

  private top(): HTMLElement {
    const { scene, name, gallery } = this.parts;
    const splats = scene.objects.reduce((sum, object) => sum + (object.splats?.count ?? 0), 0);
    const counts = [`${scene.objects.length} objects`, splats > 0 ? `${countText(splats)} splats` : ""];
    const help = iconButton("help", "Help", "H");
    const picture = iconButton("picture", "Save a picture", "P");
    picture.onclick = () => void this.app.savePicture();
    const looking = [
      this.objectsButton,
      this.viewsButton,
      this.seeButton,
      this.measureButton,
      this.selectButton,
    ];
    help.onclick = () => this.help.toggle();
    const vr = iconButton("headset", "Enter with a headset");
    vr.hidden = true;
    void offerVr(this.parts.stage, vr);
    return el(
      "header",
      { class: "top" },
      el(
        "div",
        { class: "title glass" },
        gallery
          ? el("a", { class: "mark", href: gallery, "aria-label": "All scenes", title: "All scenes" })
          : el("div", { class: "mark", "aria-hidden": "true" }),
        el("h1", { title: scene.source }, name),
        el("span", { class: "faint" }, counts.filter(Boolean).join(" · ")),
      ),
      el("div", { class: "tools glass" }, this.modeSwitch(), ...looking, picture, this.filmButton, vr, help),
    );
  }

  private modeSwitch(): HTMLElement {
    const group = el("div", { class: "segments", role: "group", "aria-label": "How to move" });
    for (const [mode, title, hint] of MODES) {
      const button = el("button", { type: "button" }, title);
      button.title = hint;
      button.onclick = () => this.app.setMode(mode);
      this.modes.set(mode, button);
      group.append(button);
    }
    return group;
  }

  private bottom(): HTMLElement {
    return el(
      "footer",
      { class: "bottom" },
      this.toasts.element,
      el(
        "div",
        { class: "dock glass" },
        this.compareLine.element,
        this.command?.element,
        this.timeline.element,
        this.note,
      ),
    );
  }
}

/** Tells the style sheet how far the tools reach down and the dock up: panels stand between them. */
function tellRoom(hud: HTMLElement): void {
  const [top, dock] = [hud.querySelector(".top"), hud.querySelector(".dock")];
  const tell = () => {
    document.documentElement.style.setProperty("--above", `${top?.getBoundingClientRect().bottom ?? 0}px`);
    const reach = innerHeight - (dock?.getBoundingClientRect().top ?? innerHeight);
    document.documentElement.style.setProperty("--below", `${reach}px`);
  };
  const watch = new ResizeObserver(tell);
  for (const part of [top, dock]) if (part) watch.observe(part);
}

/** A sentence one could type, about a thing that can move. */
function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
