/** Every shortcut, in one table. */

import type { App } from "../app";
import { Walk } from "../view/walk";

type Shortcut = (app: App, event: KeyboardEvent) => void;

const SHORTCUTS: Record<string, Shortcut> = {
  " ": (app) => app.togglePlay(),
  ArrowLeft: (app, event) => app.step(event.shiftKey ? -10 : -1),
  ArrowRight: (app, event) => app.step(event.shiftKey ? 10 : 1),
  "/": (app) => app.hud.focusCommand(),
  "?": (app) => app.hud.help.toggle(),
  h: (app) => app.hud.help.toggle(),
  f: (app) => app.frame(),
  r: (app) => app.reset(),
  m: (app) => app.hud.toggleMeshes(),
  o: (app) => app.hud.toggleObjects(),
  "1": (app) => app.navigation.setMode("orbit"),
  "2": (app) => app.navigation.setMode("walk"),
  Escape: (app) => app.select(undefined),
};

export function listenToKeys(app: App): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || app.hud.help.element.open) return;
    if (Walk.isWalkKey(event.code)) {
      app.navigation.setMode("walk");
      app.navigation.walk.press(event.code, event.shiftKey);
      return;
    }
    const shortcut = SHORTCUTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (shortcut === undefined || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    shortcut(app, event);
  });
  addEventListener("keyup", (event) => app.navigation.walk.release(event.code));
  addEventListener("blur", () => app.navigation.walk.stop());
}
