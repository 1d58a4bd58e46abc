/** An object that is made of some splats of another, as the page shows both. Pure. */

import type { Carving } from "../protocol";
import { type Mask, rowsWhere } from "./rows";
import type { SceneObject } from "./scene";
import { someSplats } from "./some-splats";

export function carve(
  object: SceneObject,
  mask: Mask,
  carving: Carving,
): { rest: SceneObject; part: SceneObject } {
  const { splats } = object;
  if (splats === undefined) throw new Error(`'${object.name}' has no splats.`);
  const some = someSplats(splats, rowsWhere(mask, 1));
  const means = some.means.map((value, k) => value - (carving.center[k % 3] ?? 0));
  const part: SceneObject = {
    ...object,
    name: carving.name,
    category: carving.name.replace(/[\d ]+$/, "") || "thing",
    kind: "dynamic",
    mass: carving.mass,
    splats: { ...some, means },
    mesh: undefined,
    colliders: [],
    hidden: false,
  };
  return { rest: { ...object, splats: someSplats(splats, rowsWhere(mask, 0)) }, part };
}
