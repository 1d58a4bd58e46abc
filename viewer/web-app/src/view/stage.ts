/** Renderer, camera and the loop. Draws only when something changed. */

import { SparkRenderer, SplatMesh } from "@sparkjsdev/spark";
import * as THREE from "three";
import type { Vec3 } from "../glb/scene";
import { fitted } from "./fov";
import { batchInstances, isSoftwareGl } from "./software-gl";
import { nearestPacked } from "./stream-pick";
import { packedOf } from "./streamed";
import { warmSorting, warmStreaming } from "./warm";

/** Sharper than this costs more than it shows: splats are soft [CSS pixels per device pixel]. */
const MAX_PIXEL_RATIO = 1.5;
/** Variance of the blur that keeps splats from falling between pixels, as 3DGS has it [px^2]. */
const PIXEL_BLUR = 0.3;
/** Longest step the loop hands out [s]: after a pause of the tab, motion goes on instead of jumping. */
const MAX_STEP = 0.1;
/** A scene that shows no splats in so many pictures has none in view. */
const NO_SPLATS = 20;
/** Pictures in which nothing new has come, after which a stream rests: finer splats come while one looks. */
const STREAM_RESTS = 30;
/** As many streamed splats as a graphics card of these years draws smoothly (Spark's own guidance). */
const STREAMED_SPLATS = 2_500_000;
/** Splats nearer than this are fog before the eye [m]. */
const NEAREST_HIT = 0.1;
/** As many streamed splats as software GL draws in half a second. */
const SOFTWARE_SPLATS = 100_000;

export class Stage {
  readonly scene = new THREE.Scene();
  /** What marks things and is no part of the scene: it is left out of pictures and films. */
  readonly marks = new THREE.Group();
  readonly camera = new THREE.PerspectiveCamera(50, 1, 0.03, 200);
  readonly renderer: THREE.WebGLRenderer;
  readonly spark: SparkRenderer;
  readonly software: boolean;
  /** Called before each tick with the real time since the last [s]; true asks for another picture. */
  onTick: (elapsed: number) => boolean = () => false;
  /**
   * Pictures so far; how long the page's own code took for them [ms], and waiting for software GL; when the first
   * with splats was there [ms since the page was asked for].
   */
  readonly stats = { pictures: 0, script: 0, waited: 0, first: 0 };
  /** Called before each picture, and after it. */
  onDraw: () => void = () => {};
  onDrawn: () => void = () => {};
  /** Called after `onDraw`: pictures that the picture needs. */
  prepare: () => void = () => {};
  readonly hemisphere = new THREE.HemisphereLight();
  readonly sun = new THREE.DirectionalLight();
  streamed: SplatMesh | undefined;
  /** Pictures since the view changed or the stream brought something. */
  private unchanged = { pictures: 0, splats: 0 };
  private lit = { sun: 0, sky: 0, exposure: 1 };
  /** Called before each picture while a headset shows them. */
  present: (() => void) | undefined;
  /** Called after each picture of the loop with the time [ms]; `moving` where the next follows at once. */
  onPicture: (now: number, moving: boolean) => void = () => {};
  /** Of the pixels along a side, so many are drawn; asked for before each picture. */
  fineness: (now: number) => number = () => 1;
  /** Pixels of the picture per CSS pixel, as fine as it gets here. */
  private readonly ratio: number;
  private dirty = true;
  private last = 0;
  private fov = { vertical: 0.87, aspect: 1.5 };

  constructor(readonly canvas: HTMLCanvasElement) {
    this.renderer = new THREE.WebGLRenderer({
      canvas,
      antialias: false,
      powerPreference: "high-performance",
    });
    this.software = isSoftwareGl(this.renderer);
    this.ratio = this.software ? 1 : Math.min(devicePixelRatio, MAX_PIXEL_RATIO);
    this.renderer.setPixelRatio(this.ratio);
    this.spark = new SparkRenderer({ renderer: this.renderer, onDirty: () => this.invalidate() });
    warmSorting(this.spark);
    if (this.software) batchInstances(this.spark);
    this.scene.add(this.spark, this.marks, this.hemisphere, this.sun);
    this.lightAsMade();
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.resize();
    this.renderer.setAnimationLoop((now) => this.tick(now));
  }

  setBackground([red, green, blue]: Vec3): void {
    this.scene.background = new THREE.Color().setRGB(red, green, blue, THREE.SRGBColorSpace);
  }

  /** Brightness of the lights on meshes, 1 is as they are. */
  expose(factor: number): void {
    this.lit.exposure = factor;
    this.streamed?.recolor.setScalar(factor);
    this.setLights(this.lit.sun, this.lit.sky);
  }

  /** Intensities of sun and sky, before the exposure. */
  setLights(sun: number, sky: number): void {
    this.lit = { ...this.lit, sun, sky };
    this.sun.intensity = sun * this.lit.exposure;
    this.hemisphere.intensity = sky * this.lit.exposure;
    this.invalidate();
  }

  /** The light in which meshes are shown where nobody asks for another: from above, the front and the right. */
  lightAsMade(): void {
    this.hemisphere.color.set(0xffffff);
    this.hemisphere.groundColor.set(0x8a8378);
    this.sun.color.set(0xffffff);
    this.sun.position.set(2, 5, 3);
    this.sun.target.position.set(0, 0, 0);
    this.sun.target.updateMatrixWorld();
    this.setLights(1.6, 2.2);
  }

  /** Shows the splats of a RAD file, as many and as fine as the view needs, while they come. */
  async stream(url: string): Promise<void> {
    warmStreaming(this.spark);
    const mesh = new SplatMesh({ url, paged: true, raycastable: false });
    mesh.quaternion.set(1, 0, 0, 0); // its y is down, and its z away
    if (this.software) this.streamBudget = SOFTWARE_SPLATS;
    this.scene.add(mesh);
    this.streamed = mesh;
    await mesh.initialized;
  }

  /** The most streamed splats that are drawn at once. */
  get streamBudget(): number {
    return this.spark.lodSplatCount ?? STREAMED_SPLATS;
  }

  set streamBudget(splats: number) {
    this.spark.lodSplatCount = splats;
  }

  /** How far along a ray the streamed splats that are drawn now are hit first [m]. */
  hitStreamed(ray: THREE.Ray): number | undefined {
    const { streamed } = this;
    if (streamed === undefined) return undefined;
    const splats = packedOf(streamed);
    if (splats === undefined) return undefined;
    streamed.updateMatrixWorld();
    const own = ray.clone().applyMatrix4(streamed.matrixWorld.clone().invert());
    const [ox, oy, oz] = own.origin.toArray();
    const [dx, dy, dz] = own.direction.toArray();
    return nearestPacked(splats, [ox, oy, oz], [dx, dy, dz], NEAREST_HIT);
  }

  /** Blurs splats to a pixel's size, and dims them for it or, as 3DGS trains them, does not. */
  setAntialiased(antialiased: boolean): void {
    this.spark.preBlurAmount = antialiased ? 0 : PIXEL_BLUR;
    this.spark.blurAmount = antialiased ? PIXEL_BLUR : 0;
  }

  /** Sees at least what a camera of this angle [rad] and aspect sees, within reason, in any window. */
  setFov(vertical: number, aspect: number): void {
    this.fov = { vertical, aspect };
    this.resize();
  }

  /** The ray of a place on the page [px]. */
  rayAt({ clientX, clientY }: { clientX: number; clientY: number }): THREE.Ray {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const place = new THREE.Vector2(((clientX - left) / width) * 2 - 1, 1 - ((clientY - top) / height) * 2);
    const caster = new THREE.Raycaster();
    this.camera.updateMatrixWorld(); // it may have moved since the last picture
    caster.setFromCamera(place, this.camera);
    return caster.ray;
  }

  /** Where a point of the world is on the page [px]. */
  onPage(point: THREE.Vector3): [number, number] {
    this.camera.updateMatrixWorld(); // it may have moved since the last picture
    const { x, y } = point.clone().project(this.camera);
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [left + ((x + 1) / 2) * width, top + ((1 - y) / 2) * height];
  }

  /** Asks for a new picture. */
  invalidate(): void {
    this.dirty = true;
    this.unchanged.pictures = 0;
  }

  /** Draws now. */
  draw(): void {
    this.onDraw();
    this.prepare();
    this.renderer.render(this.scene, this.camera);
    const drawn = performance.now();
    if (this.software) this.finish();
    this.stats.waited += performance.now() - drawn;
    this.stats.pictures += 1;
    const none = this.streamed === undefined && this.stats.pictures > NO_SPLATS;
    if (this.stats.first === 0 && (this.spark.activeSplats > 0 || none)) {
      this.stats.first = performance.now();
      document.documentElement.classList.add("live"); // the glimpse has done its work
    }
    this.onDrawn();
  }

  /** Draws until all splats are sorted for this view; then the picture as a data URL. */
  async picture(anySplats: boolean): Promise<string> {
    this.sharpen(1);
    const anything = anySplats || this.streamed !== undefined;
    const sorted = () => this.spark.activeSplats > 0 && !this.spark.sorting && !this.spark.sortDirty;
    for (let k = 0; k < 200 && (k < 6 || (anything && !sorted())); k++) {
      this.draw();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.draw();
    return this.canvas.toDataURL("image/png");
  }

  private tick(now: number): void {
    const elapsed = Math.min((now - this.last) / 1000, MAX_STEP);
    this.last = now;
    const [start, { waited }] = [performance.now(), this.stats];
    const busy = this.spark.sorting || this.spark.sortDirty;
    this.present?.();
    if (!this.present && this.sharpen(this.fineness(now))) this.dirty = true;
    const moving = this.onTick(elapsed);
    if (moving || this.dirty || busy || this.present || this.streams()) {
      this.dirty = false;
      this.draw();
      this.onPicture(now, moving);
    }
    this.stats.script += performance.now() - start - (this.stats.waited - waited);
  }

  /** Draws so many of the pixels along a side; true where that is new, and a picture is needed at once. */
  private sharpen(part: number): boolean {
    const ratio = this.ratio * part;
    if (Math.abs(ratio - this.renderer.getPixelRatio()) < 1e-6) return false;
    this.renderer.setPixelRatio(ratio);
    return true;
  }

  /** Whether splats may still come for this view. */
  private streams(): boolean {
    if (this.streamed === undefined) return false;
    const { activeSplats } = this.spark;
    if (activeSplats !== this.unchanged.splats) this.unchanged = { pictures: 0, splats: activeSplats };
    if (activeSplats > 0) this.unchanged.pictures += 1; // before the first have come there is nothing to rest from
    return this.unchanged.pictures < STREAM_RESTS;
  }

  /** Waits until the picture is there: software GL would otherwise queue up pictures faster than it draws. */
  private finish(): void {
    const gl = this.renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  resize(): void {
    if (this.renderer.xr.isPresenting) return; // the headset says how large a picture is
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    const vertical = fitted(this.fov.vertical, this.fov.aspect, this.camera.aspect);
    this.camera.fov = THREE.MathUtils.radToDeg(vertical);
    this.camera.updateProjectionMatrix();
    this.invalidate();
  }
}
