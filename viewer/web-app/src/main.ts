/** Gets the scene's bytes, from this page or from its server, and opens the app. */

import "./ui/styles.css";
import "./ui/panels.css";
import "./ui/dock.css";
import "./ui/narrow.css";
import { App } from "./app";
import { readScene } from "./glb/scene";
import { sceneBytes } from "./source";
import { Stage } from "./view/stage";
import { World } from "./view/world";

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found as T;
}

async function open(): Promise<App> {
  performance.mark("code");
  const coming = sceneBytes(document, location);
  const stage = new Stage(element<HTMLCanvasElement>("stage")); // its workers start while the scene comes
  document.documentElement.classList.toggle("software", stage.software);
  const text = element("curtain-text");
  const { bytes, name, server, gallery, streamed, inStream, extent } = await coming;
  performance.mark("bytes");
  const flows = streamed && stage.stream(streamed);
  const scene = readScene(bytes);
  const world = await World.build(scene, new Set(inStream), (done) => {
    text.textContent = `Opening the scene · ${Math.round(done * 100)}%`;
  });
  if (streamed && extent.length === 6) world.things[0]?.box.setFromArray([...extent]);
  await flows;
  performance.mark("built");
  const app = new App({
    stage,
    world,
    scene,
    name: name || scene.source || "Scene",
    server,
    gallery,
    hud: element("hud"),
  });
  performance.mark("open");
  element("curtain").classList.add("open");
  return app;
}

declare global {
  interface Window {
    /** For tests and notebooks: the app once it is open. */
    spatialwm?: App;
  }
}

open()
  .then((app) => {
    window.spatialwm = app;
  })
  .catch((error: unknown) => {
    const curtain = element("curtain");
    curtain.classList.add("problem");
    document.documentElement.classList.add("live"); // a glimpse of what does not open would mislead
    element("curtain-text").textContent = error instanceof Error ? error.message : String(error);
    throw error;
  });
