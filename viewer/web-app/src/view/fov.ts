/** How much one sees in a window. Pure. */

/** A tall window shows more above and below, up to this, before it cuts the sides. */
const MOST_WIDENING = 1.6;

/** Vertical angle [rad] that shows what a camera of an angle and aspect shows, within reason, in a window's aspect. */
export function fitted(vertical: number, aspect: number, window: number): number {
  const widen = Math.min(Math.max(aspect / window, 1), MOST_WIDENING);
  return 2 * Math.atan(Math.tan(vertical / 2) * widen);
}
