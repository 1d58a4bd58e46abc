/** Films and pictures of the scene without the interface. */

import type { App, Parts } from "../app";
import type { Pass } from "../view/passes";
import { timeText } from "./text";

/** The first that the browser can write is taken. */
const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
/** Splats are noise to a codec; less leaves blocks in 1080p [bit/s]. */
const BITRATE = 12_000_000;
/** Pictures a second where they are sampled in time. */
const RATE = 60;

export class Recorder {
  private running:
    | {
        recorder: MediaRecorder;
        begin: number;
        parts: Blob[];
        track: CanvasCaptureMediaStreamTrack | undefined;
      }
    | undefined;

  get active(): boolean {
    return this.running !== undefined;
  }

  /** How long it has been filming, as text. */
  get text(): string {
    return this.running ? timeText((performance.now() - this.running.begin) / 1000) : "";
  }

  /** Begins to film a canvas; an error says why it cannot. */
  start(canvas: HTMLCanvasElement): void {
    const kind = typeof MediaRecorder === "undefined" ? undefined : KINDS.find(MediaRecorder.isTypeSupported);
    if (kind === undefined) throw new Error("This browser cannot write films.");
    // Every picture that is drawn is one of the film: sampled in time, a slow machine loses most of them.
    let stream = canvas.captureStream(0);
    let track = stream.getVideoTracks()[0] as CanvasCaptureMediaStreamTrack | undefined;
    if (track && !("requestFrame" in track)) {
      stream = canvas.captureStream(RATE); // Firefox asks the stream, not its track
      track = undefined;
    }
    const recorder = new MediaRecorder(stream, {
      mimeType: kind,
      videoBitsPerSecond: BITRATE,
    });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start(1000);
    this.running = { recorder, begin: performance.now(), parts, track };
  }

  /** Takes what was just drawn. */
  take(): void {
    this.running?.track?.requestFrame();
  }

  /** Ends the film and hands it over. */
  stop(): Promise<Blob> {
    const { running } = this;
    if (running === undefined) throw new Error("Nothing is being filmed.");
    this.running = undefined;
    const { recorder, parts } = running;
    return new Promise((resolve) => {
      recorder.onstop = () => {
        for (const track of recorder.stream.getTracks()) track.stop();
        resolve(new Blob(parts, { type: recorder.mimeType }));
      };
      recorder.stop();
    });
  }
}

/** Hands a file to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the download reads it after the click
}

/** A file's name from a scene's and a moment [s]; only letters, digits and dashes. */
export function fileName(scene: string, time: number, suffix: string, pass = "colour"): string {
  const plain = scene.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "scene";
  return `${plain.slice(0, 60)}-${time.toFixed(2).replace(".", "-")}s${pass === "colour" ? "" : `-${pass}`}.${suffix}`;
}

/** Saves the picture one sees, without marks. */
export async function savePicture(app: App, { stage, name }: Parts): Promise<void> {
  stage.marks.visible = false;
  const picture = await fetch(await app.picture());
  stage.marks.visible = !app.recorder.active && app.passes.shown === "colour";
  stage.invalidate();
  download(await picture.blob(), fileName(name, app.player.time, "png", app.passes.shown));
  app.hud.toasts.say("The picture is saved.");
}

/** Shows depths, or which object is where, instead of colours; pictures and films show the same. */
export function showPass({ passes, hud, recorder }: App, { stage }: Parts, pass: Pass): void {
  if (!passes.show(pass)) hud.toasts.say("This page's Spark shows colours only.", "problem");
  stage.marks.visible = pass === "colour" && !recorder.active;
  if (pass === "depth") hud.toasts.say(`White is at the eye, black ${passes.far.toFixed(1)} m away.`);
}

/** Begins to film what one sees; again: saves the film. */
export async function toggleFilm(app: App, { stage, name }: Parts): Promise<void> {
  const { recorder, hud } = app;
  try {
    if (recorder.active) {
      const film = await recorder.stop();
      const kind = film.type.includes("mp4") ? "mp4" : "webm";
      download(film, fileName(name, app.player.time, kind, app.passes.shown));
      hud.toasts.say("The film is saved.");
    } else {
      recorder.start(stage.canvas);
    }
  } catch (error) {
    hud.toasts.say(error instanceof Error ? error.message : String(error), "problem");
  }
  stage.marks.visible = !recorder.active && app.passes.shown === "colour";
  hud.showFilming();
  stage.invalidate();
}
