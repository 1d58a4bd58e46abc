/**
 * What stands in the page itself and runs before its code is there: asks for a glimpse and for the scene, draws the
 * one, keeps the other, and then lets the code begin. Whatever goes wrong here, the page opens without it.
 */

import { readLink } from "../link/link";
import { fitted } from "../view/fov";
import { decodeGlimpse, type Glimpse } from "./decode";
import { draw, viewFrom } from "./draw";

/** Pixels that are drawn at most: splats are soft, and what is larger is stretched. */
const MOST_PIXELS = 300_000;
/** The page's code waits no longer for a glimpse [ms]. */
const PATIENCE = 500;

declare global {
  interface Window {
    /** The scene, which is on its way before the page's code is. */
    spatialwmScene?: Promise<Response> | undefined;
  }
}

function show(glimpse: Glimpse, canvas: HTMLCanvasElement): void {
  const { view } = readLink(location.hash);
  const ahead = view ? view.target.map((x, k) => x - (view.position[k] ?? 0)) : glimpse.forward;
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
  const part = Math.min(Math.sqrt(MOST_PIXELS / (wide * high)), 1);
  const size = { width: Math.round(wide * part), height: Math.round(high * part) };
  const vertical = fitted(glimpse.vertical, glimpse.aspect, wide / high);
  const pixels = draw(glimpse, viewFrom(view?.position ?? glimpse.eye, ahead, vertical, size));
  Object.assign(canvas, size);
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, size.width, size.height), 0, 0);
  document.documentElement.classList.add("glimpsed");
  // Seen with the picture after the next one: then this one is on the screen.
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("glimpse")));
}

function begin(): void {
  if (document.getElementById("code")) return;
  const script = document.createElement("script");
  script.id = "code";
  script.type = "module";
  script.src = document.querySelector<HTMLLinkElement>("link[rel=modulepreload]")?.href ?? "";
  document.head.append(script);
}

async function glimpse(): Promise<void> {
  const { time, view } = readLink(location.hash);
  const elsewhere = time !== undefined || view?.mode === "follow" || view?.mode === "eyes";
  const canvas = document.getElementById("glimpse");
  if (elsewhere || !(canvas instanceof HTMLCanvasElement)) return;
  const answer = await fetch("glimpse");
  const found = answer.status === 200 ? decodeGlimpse(await answer.arrayBuffer()) : undefined;
  ask(); // only now: a scene of many megabytes would be in its way
  if (found && !document.getElementById("code")) show(found, canvas);
}

function ask(): void {
  window.spatialwmScene ??= fetch("scene.glb");
}

setTimeout(begin, PATIENCE);
glimpse()
  .catch((error: unknown) => console.warn("The first picture was not drawn:", error))
  .finally(() => {
    ask();
    begin();
  });
