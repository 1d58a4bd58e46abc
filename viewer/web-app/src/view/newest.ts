/** Where an object is in the newest state, whatever the playhead shows. */

import * as THREE from "three";
import { POSE } from "../time/frame";
import type { Recording } from "../time/recording";

export function newestPose(recording: Recording, name: string): THREE.Matrix4 {
  const base = recording.names.indexOf(name) * POSE;
  const pose = [...(recording.frames.at(-1)?.poses.subarray(base, base + POSE) ?? [])];
  const position = new THREE.Vector3().fromArray(pose);
  const turn = new THREE.Quaternion().fromArray(pose, 3);
  return new THREE.Matrix4().compose(position, turn, new THREE.Vector3(1, 1, 1));
}
