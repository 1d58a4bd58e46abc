/** What the camera does when it is told to. */

import type { App, Parts } from "../app";
import { meant, type Shot } from "../direct";
import { nameText } from "./text";

/** Does a shot; says why not where it cannot be. */
export function direct(app: App, { world }: Parts, shot: Shot): void {
  const { navigation, bookmarks, hud } = app;
  const { director } = navigation;
  director.stop();
  if (shot.kind === "stop") return;
  if (shot.kind === "wide") {
    app.select(undefined);
    app.frame();
    return;
  }
  if (shot.kind === "through") {
    const views = bookmarks.all.flatMap(({ link }) => link.view ?? []);
    if (views.length < 2) hud.toasts.say("Keep at least two views first: B.", "problem");
    else {
      navigation.setMode("orbit");
      director.through(views);
    }
    return;
  }
  const object = meant(
    shot.what,
    world.things.filter(({ look }) => !look.hidden).map((thing) => thing.object),
  );
  const thing = object && world.find(object.name);
  if (thing === undefined) {
    hud.toasts.say(`There is no ${shot.what} here to look at.`, "problem");
    return;
  }
  const { position, target } = navigation.viewOn(world.bounds(thing));
  if (shot.kind === "fly") {
    navigation.setMode("orbit");
    navigation.orbit.fly(position, target);
  } else {
    navigation.jumpTo({ mode: "orbit", position: position.toArray(), target: target.toArray() });
    if (shot.kind === "orbit") director.orbit(target, position);
  }
  hud.toasts.say(
    shot.kind === "orbit"
      ? `Around the ${nameText(thing.object.name)}; a click ends it.`
      : nameText(thing.object.name),
  );
}
