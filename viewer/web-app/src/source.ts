/** Where the scene comes from: inside this page, or from the server that sent it. */

import { hasPhysics } from "./local/package";

/** Id of the script element that holds the scene of an exported page, as base64. */
const INLINE = "spatialwm-scene";
/** Id of the element that says what lies beside a page that was exported as a folder; `web_folder.py` writes it. */
const BESIDE = "spatialwm-folder";
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
  /** Names of objects whose splats are among those. */
  readonly inStream: readonly string[];
  /** Where all scenes are, when this is one of a gallery. */
  readonly gallery: string | undefined;
}

/** Files beside the page, by their names. */
interface Folder {
  readonly scene: string;
  readonly splats: string | null;
  readonly in_stream: readonly string[];
  readonly physics: string | null;
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
      inStream: [],
    };
  }
  const beside = page.getElementById(BESIDE)?.textContent;
  if (beside) return besideThePage(JSON.parse(beside) as Folder, page, address);
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
  return {
    bytes: new Uint8Array(await answer.arrayBuffer()),
    name,
    server,
    gallery,
    streamed,
    inStream: [],
    extent,
  };
}

async function besideThePage(folder: Folder, page: Document, address: Location): Promise<Source> {
  if (!address.protocol.startsWith("http")) {
    throw new Error(
      "This page loads what lies beside it, which a browser only does from a web server. " +
        "Run in its folder: python -m http.server, and open http://localhost:8000",
    );
  }
  const answer = await fetch(folder.scene);
  if (!answer.ok) throw new Error(`'${folder.scene}' is not beside this page (${answer.status}).`);
  return {
    bytes: new Uint8Array(await answer.arrayBuffer()),
    name: page.title,
    server: folder.physics === null ? undefined : LOCAL,
    gallery: undefined,
    streamed: folder.splats === null ? undefined : new URL(folder.splats, address.href).href,
    inStream: folder.in_stream,
    extent: [],
  };
}

/** Fetching a data URL decodes off the main thread and without a copy per character. */
async function decodeBase64(text: string): Promise<Uint8Array> {
  const answer = await fetch(`data:application/octet-stream;base64,${text}`);
  return new Uint8Array(await answer.arrayBuffer());
}
