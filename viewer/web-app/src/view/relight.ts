/**
 * Sun and sky on everything, with moving shadows: white proxies are drawn in that light from the same camera, and
 * splats are multiplied by what stands where they are (proxy relighting). Meshes are lit by the lights themselves.
 */

import * as THREE from "three";
import { type Daylight, daylightAt } from "./daylight";
import { LitProxies } from "./proxies-lit";
import { Sky } from "./sky";
import { type SplatUniforms, splatUniforms } from "./splat-shader";
import type { Stage } from "./stage";
import type { World } from "./world";

/** Side of the shadow map, and of that under software GL [texels]. */
const SHADOW = 2048;
const SOFTWARE_SHADOW = 1024;
/** Shadows are cast within so much of the middle of a scene [m]. */
const REACH = 15;
/** The proxies' picture is so much smaller than the page: light is soft, and so are splats. */
const COARSE = 2;

export class Relight {
  /** Hour of the day; undefined is the light the scene was made in. */
  hour: number | undefined;
  private readonly proxies = new LitProxies();
  private readonly sky = new Sky();
  private target: THREE.WebGLRenderTarget | undefined;
  private uniforms: SplatUniforms | undefined;
  private readonly size = new THREE.Vector2();
  private stale = true;
  /** The stage's lights once more, for the proxies, as bright as before any exposure; the shadows are the same. */
  private readonly sun = new THREE.DirectionalLight();
  private readonly hemisphere = new THREE.HemisphereLight();

  constructor(
    private readonly stage: Stage,
    private readonly world: World,
  ) {
    this.sun.shadow = stage.sun.shadow;
    this.proxies.scene.add(this.sun, this.sun.target, this.hemisphere);
  }

  /** Lights everything as at an hour, or as it was made. False where this Spark cannot be lit. */
  set(hour: number | undefined): boolean {
    const { stage, sky } = this;
    this.uniforms = splatUniforms(stage.spark);
    if (this.uniforms === undefined) return false;
    this.hour = hour;
    this.uniforms.swmRelight.value = hour === undefined ? 0 : 1;
    stage.renderer.shadowMap.enabled = true;
    stage.renderer.shadowMap.autoUpdate = false; // only the proxies' pass has what casts shadows
    stage.renderer.shadowMap.type = THREE.PCFShadowMap;
    stage.renderer.setClearColor(0, 0); // where no proxy is; the stage has a background of its own
    stage.sun.castShadow = this.sun.castShadow = hour !== undefined;
    for (const { mesh } of this.world.things) if (mesh) mesh.receiveShadow = true;
    stage.scene.remove(sky.dome);
    if (hour === undefined) stage.lightAsMade();
    else {
      const light = daylightAt(hour);
      stage.scene.add(sky.dome);
      sky.show(light);
      this.aim(light);
    }
    this.stale = true;
    stage.prepare = hour === undefined ? () => {} : () => this.draw();
    stage.invalidate();
    return true;
  }

  private aim(light: Daylight): void {
    const { sun, hemisphere } = this.stage;
    const box = this.world.bounds();
    const { center, radius } = box.getBoundingSphere(new THREE.Sphere());
    const reach = Math.min(Math.max(radius, 0.5), REACH);
    sun.position
      .fromArray(light.way)
      .multiplyScalar(2 * reach)
      .add(center);
    sun.target.position.copy(center);
    sun.target.updateMatrixWorld();
    sun.color.setRGB(...light.sun);
    hemisphere.color.setRGB(...light.sky);
    hemisphere.groundColor.setRGB(...light.sky).multiplyScalar(0.6);
    this.stage.setLights(light.sunIntensity, light.skyIntensity);
    this.sun.position.copy(sun.position);
    this.sun.target.position.copy(center);
    this.sun.color.copy(sun.color);
    this.hemisphere.color.copy(hemisphere.color);
    this.hemisphere.groundColor.copy(hemisphere.groundColor);
    [this.sun.intensity, this.hemisphere.intensity] = [light.sunIntensity, light.skyIntensity];
    const { shadow } = sun;
    const side = this.stage.software ? SOFTWARE_SHADOW : SHADOW;
    shadow.mapSize.set(side, side);
    shadow.normalBias = (6 * reach) / side;
    shadow.bias = -0.0005;
    Object.assign(shadow.camera, {
      left: -reach,
      right: reach,
      top: reach,
      bottom: -reach,
      near: reach * 0.5,
      far: reach * 4,
    });
    shadow.camera.updateProjectionMatrix();
    const open = new THREE.Color().setRGB(...light.sun).multiplyScalar((light.sunIntensity * 0.5) / Math.PI);
    open.add(new THREE.Color().setRGB(...light.sky).multiplyScalar(light.skyIntensity / Math.PI));
    this.uniforms?.swmOpen.value.copy(open);
  }

  /** Before each picture: the light on the proxies, seen from the camera. */
  private draw(): void {
    const { stage, proxies, uniforms } = this;
    const { renderer, camera } = stage;
    this.sky.dome.visible = uniforms?.swmPass.value === 0;
    if (uniforms === undefined || renderer.xr.isPresenting) return;
    const { x, y } = renderer.getDrawingBufferSize(this.size);
    uniforms.swmSize.value.set(x, y);
    const target = this.fitted(Math.ceil(x / COARSE), Math.ceil(y / COARSE));
    uniforms.swmLight.value = target.texture;
    renderer.shadowMap.needsUpdate = proxies.follow(this.world) || this.stale;
    this.stale = false;
    this.sky.dome.position.copy(camera.position);
    renderer.setRenderTarget(target);
    renderer.render(proxies.scene, camera); // clears it
    renderer.setRenderTarget(null);
  }

  private fitted(width: number, height: number): THREE.WebGLRenderTarget {
    this.target ??= new THREE.WebGLRenderTarget(width, height, { type: THREE.HalfFloatType });
    if (this.target.width !== width || this.target.height !== height) this.target.setSize(width, height);
    return this.target;
  }
}
