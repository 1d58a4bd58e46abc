/** Every shortcut, in one table. */

import type { App } from "../app";
import { Fly } from "../view/fly";
import { Walk } from "../view/walk";

type Shortcut = (app: App, event: KeyboardEvent) => void;

const SHORTCUTS: Record<string, Shortcut> = {
  " ": (app) => (app.navigation.mode === "walk" ? app.navigation.walk.jump() : app.togglePlay()),
  k: (app) => app.togglePlay(),
  ArrowLeft: (app, event) => app.step(event.shiftKey ? -10 : -1),
  ArrowRight: (app, event) => app.step(event.shiftKey ? 10 : 1),
  "/": (app) => app.hud.focusCommand(),
  "?": (app) => app.hud.help.toggle(),
  h: (app) => app.hud.help.toggle(),
  f: (app) => app.frame(),
  r: (app) => app.reset(),
  m: (app) => {
    app.hud.toggleMeshes();
  },
  y: (app) => app.hud.toggleSee(),
  o: (app) => app.hud.toggleObjects(),
  v: (app) => app.hud.toggleViews(),
  b: (app) => app.keepView(),
  g: (app) => app.toggleGhost(),
  e: (app) => app.editor.toggleHandles(),
  Delete: (app) => app.editor.remove(),
  t: (app) => app.hud.toggleMeasure(),
  p: (app) => void app.savePicture(),
  c: (app) => void app.toggleFilm(),
  "1": (app) => app.setMode("orbit"),
  "2": (app) => app.setMode("walk"),
  "3": (app) => app.setMode("follow"),
  "4": (app) => app.setMode("eyes"),
  "5": (app) => app.setMode("fly"),
  x: (app) => app.hud.toggleSelecting(),
  Escape: (app) => {
    if (app.splatSelect.active) app.hud.toggleSelecting();
    else if (app.measure.active) app.hud.toggleMeasure();
    else app.select(undefined);
  },
};

/** Ctrl-Z and its opposites, as everywhere; in a text field they belong to the text. */
function takeBack(app: App, event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  if (key === "d") {
    event.preventDefault();
    app.editor.duplicate();
  }
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) app.redo();
  else app.undo();
}

/** What moves a slider; letters do nothing to it and are shortcuts there, too. */
const SLIDES = new Set([
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "PageUp",
  "PageDown",
]);

/** Letters typed into a field are no shortcuts; Escape leaves it. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLInputElement)) return false;
  if (target.type === "range") return SLIDES.has(key) && !target.closest(".timeline");
  if (key === "Escape") target.blur();
  return true;
}

export function listenToKeys(app: App): void {
  addEventListener("keydown", (event) => {
    if (app.hud.help.element.open || event.altKey || isTyping(event)) return;
    if (event.ctrlKey || event.metaKey) {
      takeBack(app, event);
      return;
    }
    const flies = app.navigation.mode === "fly";
    if (flies ? Fly.isFlyKey(event.code) : Walk.isWalkKey(event.code)) {
      if (!flies) app.setMode("walk");
      app.navigation.press(event.code, event.shiftKey);
      return;
    }
    const shortcut = SHORTCUTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (shortcut === undefined || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    shortcut(app, event);
  });
  addEventListener("keyup", (event) => app.navigation.release(event.code));
  addEventListener("blur", () => app.navigation.rest());
}
