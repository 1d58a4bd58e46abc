/** Where the scene comes from: inside this page, or from the server that sent it. */

import { hasPhysics } from "./local/package";

/** Id of the script element that holds the scene of an exported page, as base64. */
const INLINE = "spatialwm-scene";
/** Instead of a server's address: the page has the physics inside. */
export const LOCAL = "local";

export interface Source {
  readonly bytes: Uint8Array;
  /** Empty where neither the page's title nor the server tells one. */
  readonly name: string;
  /** Address of the live session, or `LOCAL`; undefined in a page that only plays. */
  readonly server: string | undefined;
  /** Address of splats that are streamed, beside what the scene holds. */
  readonly streamed: string | undefined;
  /** Least and greatest corner of what is streamed [m]. */
  readonly extent: readonly number[];
  /** Where all scenes are, when this is one of a gallery. */
  readonly gallery: string | undefined;
}

export async function sceneBytes(page: Document, address: Location): Promise<Source> {
  const inline = page.getElementById(INLINE)?.textContent?.trim() ?? "";
  if (inline !== "") {
    const name = page.title === "spatialwm" ? "" : page.title;
    const server = hasPhysics(page) ? LOCAL : undefined;
    return {
      bytes: await decodeBase64(inline),
      name,
      server,
      gallery: undefined,
      streamed: undefined,
      extent: [],
    };
  }
  if (!address.protocol.startsWith("http")) {
    throw new Error("This page holds no scene. Make one with: spatialwm export scene.glb --to html");
  }
  const answer = await (window.spatialwmScene ?? fetch("scene.glb"));
  if (!answer.ok) throw new Error(`The server did not send the scene (${answer.status}).`);
  const server = new URL("ws", address.href.replace(/^http/, "ws").replace(/[?#].*$/, "")).href;
  const gallery = answer.headers.get("x-in-gallery") === "1" ? "../../" : undefined;
  const name = decodeURIComponent(answer.headers.get("x-scene-name") ?? "").replace(/\.(glb|rad)$/i, "");
  const splats = answer.headers.get("x-splats");
  const streamed = splats === null ? undefined : new URL(splats, address.href).href;
  const extent = (answer.headers.get("x-extent") ?? "").split(" ").map(Number);
  return { bytes: new Uint8Array(await answer.arrayBuffer()), name, server, gallery, streamed, extent };
}

/** Fetching a data URL decodes off the main thread and without a copy per character. */
async function decodeBase64(text: string): Promise<Uint8Array> {
  const answer = await fetch(`data:application/octet-stream;base64,${text}`);
  return new Uint8Array(await answer.arrayBuffer());
}
