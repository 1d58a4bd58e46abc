/** Starts Spark's workers while the scene is still on its way: each loads its WASM first. */

import { PackedSplats, type SparkRenderer } from "@sparkjsdev/spark";

interface Workers {
  ensureLodWorker?(): NonNullable<SparkRenderer["lodWorker"]>;
}

/** The one that sorts. */
export function warmSorting(spark: SparkRenderer): void {
  const sorts = (spark as unknown as Workers).ensureLodWorker?.(); // they are all of one kind
  if (sorts === undefined || spark.sortWorker !== null) return;
  spark.sortWorker = sorts;
  spark.lodWorker = null;
}

/** Those that choose levels of detail, and read what is streamed. */
export function warmStreaming(spark: SparkRenderer): void {
  (spark as unknown as Workers).ensureLodWorker?.();
  const names = ["x", "y", "z", "f_dc_0", "f_dc_1", "f_dc_2", "opacity"];
  names.push("scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3");
  const rows = names.map((name) => `property float ${name}\n`).join("");
  const head = `ply\nformat binary_little_endian 1.0\nelement vertex 1\n${rows}end_header\n`;
  const fileBytes = new Uint8Array(head.length + 4 * names.length);
  fileBytes.set(new TextEncoder().encode(head));
  void new PackedSplats({ fileBytes, fileName: "one.ply" }).initialized.then((one) => one.dispose());
}
