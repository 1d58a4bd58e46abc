/** The sky behind everything: from the horizon up, with the sun in it. */

import * as THREE from "three";
import type { Daylight } from "./daylight";

/** Nearer than the camera sees, farther than any scene [m]. */
const RADIUS = 150;

const VERTEX = `varying vec3 vWay;
void main() {
  vWay = position;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;

const FRAGMENT = `uniform vec3 zenith;
uniform vec3 horizon;
uniform vec3 sun;
uniform vec3 way;
varying vec3 vWay;
void main() {
  vec3 to = normalize(vWay);
  float up = clamp(to.y, 0.0, 1.0);
  vec3 color = mix(horizon, zenith, pow(up, 0.55));
  color *= mix(1.0, 0.45, smoothstep(0.0, 0.35, -to.y)); // the ground far away
  float near = max(dot(to, way), 0.0);
  color += sun * (0.25 * pow(near, 24.0) + 0.9 * smoothstep(0.99925, 0.9996, near));
  gl_FragColor = vec4(color, 1.0);
  #include <colorspace_fragment>
}`;

export class Sky {
  readonly dome: THREE.Mesh;
  private readonly uniforms = {
    zenith: { value: new THREE.Color() },
    horizon: { value: new THREE.Color() },
    sun: { value: new THREE.Color() },
    way: { value: new THREE.Vector3() },
  };

  constructor() {
    const material = new THREE.ShaderMaterial({
      uniforms: this.uniforms,
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      side: THREE.BackSide,
      depthWrite: false,
      depthTest: false,
    });
    this.dome = new THREE.Mesh(new THREE.SphereGeometry(RADIUS, 32, 16), material);
    this.dome.renderOrder = -10;
    this.dome.frustumCulled = false;
  }

  show({ zenith, horizon, sun, sunIntensity, way }: Daylight): void {
    this.uniforms.zenith.value.setRGB(...zenith);
    this.uniforms.horizon.value.setRGB(...horizon);
    this.uniforms.sun.value.setRGB(...sun).multiplyScalar(Math.min(sunIntensity, 1.5));
    this.uniforms.way.value.set(...way);
  }
}
