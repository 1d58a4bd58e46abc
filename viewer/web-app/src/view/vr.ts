/** Standing in the scene with a headset: Spark's own button and session, where the browser has such. */

import { SparkXr } from "@sparkjsdev/spark";
import * as THREE from "three";
import type { Stage } from "./stage";

/** Height of standing eyes, which `local-floor` counts from the floor [m]. */
const EYE = 1.6;

/** Shows the button where there is a headset; entering stands one where the camera was. */
export async function offerVr(stage: Stage, button: HTMLButtonElement): Promise<void> {
  if (navigator.xr === undefined || !(await navigator.xr.isSessionSupported("immersive-vr"))) return;
  const rig = new THREE.Group();
  const seen = { position: new THREE.Vector3(), quaternion: new THREE.Quaternion() };
  const xr = new SparkXr({
    renderer: stage.renderer,
    element: button,
    mode: "vr",
    referenceSpaceType: "local-floor",
    allowMobileXr: true,
    frameBufferScaleFactor: 0.75,
    controllers: {},
    onEnterXr: () => {
      const { camera } = stage;
      seen.position.copy(camera.position);
      seen.quaternion.copy(camera.quaternion);
      rig.position.copy(camera.position).setY(camera.position.y - EYE);
      rig.rotation.y = new THREE.Euler().setFromQuaternion(camera.quaternion, "YXZ").y;
      stage.scene.add(rig);
      rig.add(camera);
      stage.present = () => xr.updateControllers(camera);
    },
    onExitXr: () => {
      stage.present = undefined;
      rig.remove(stage.camera);
      stage.scene.remove(rig);
      stage.camera.position.copy(seen.position);
      stage.camera.quaternion.copy(seen.quaternion);
      stage.resize();
    },
  });
  button.hidden = false;
}
