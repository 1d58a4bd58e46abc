/** How things meet: the friction of hits and of what rolls, written between the halves of a step, as `pairs.py`. */

/** What that module tells of itself: damping [1/s], and what is asked of a contact [m/s^2]. */
export interface Friction {
  readonly sliding: number;
  readonly hit: number;
  readonly at_once: number;
  readonly stop_at_most: number;
}

interface Contact {
  readonly friction: Float64Array;
  delete(): void;
}

/** Of MuJoCo's data, after its first half: rows of constraints, those of a contact one after the other. */
export interface Rows {
  readonly nefc: number;
  readonly efc_aref: Float64Array;
  readonly efc_vel: Float64Array;
  /** Four per row; the first is the spring, which friction has none of. */
  readonly efc_KBIP: Float64Array;
  readonly efc_type: Int32Array;
  readonly efc_id: Int32Array;
  readonly contact: { get(index: number): Contact | undefined; delete(): void };
}

/** MuJoCo's `mjCNSTR_CONTACT_ELLIPTIC`. */
const CONTACT = 7;
/** Rows of a contact of something round: normal, two of slip, one of twist, two of rolling. */
const ROUND = 6;
const TWIST = 3;
/** [m/s] */
const STILL = 1e-9;

/** Changes what is asked of contacts; `listed` says that pairs with slow friction are in the model. */
export function settle(rows: Rows, friction: Friction, listed: boolean, rolls: boolean): void {
  if (rows.nefc === 0) return;
  const { efc_aref: wanted, efc_vel: rates, efc_KBIP: springs } = rows;
  const count = wanted.length;
  if (!listed) {
    for (let row = 0; row < count; row++)
      if (springs[4 * row] === 0) wanted[row] = -friction.sliding * (rates[row] ?? 0);
  }
  for (let row = 0; row < count - 2; row++) {
    if ((wanted[row] ?? 0) <= friction.hit || !springs[4 * row] || springs[4 * (row + 1)]) continue;
    const [one, other] = [rates[row + 1] ?? 0, rates[row + 2] ?? 0];
    const slip = Math.max(Math.hypot(one, other), STILL);
    const damping = Math.min((wanted[row] ?? 0) / slip, friction.at_once);
    if (damping <= friction.sliding) continue;
    wanted[row + 1] = -damping * one;
    wanted[row + 2] = -damping * other;
  }
  if (rolls) stopRolling(rows, friction);
}

function stopRolling(rows: Rows, { at_once, stop_at_most }: Friction): void {
  const { efc_aref: wanted, efc_vel: rates, efc_type: types, efc_id: ids } = rows;
  const contacts = rows.contact;
  for (let row = 0, end = 0; row < wanted.length; row = end) {
    end = row + 1;
    while (types[row] === CONTACT && types[end] === CONTACT && ids[end] === ids[row]) end++;
    if (end - row !== ROUND) continue;
    const contact = contacts.get(ids[row] ?? 0);
    if (contact === undefined) continue;
    for (let k = TWIST; k < ROUND; k++) {
      const most = stop_at_most / (contact.friction[k - 1] ?? 1);
      wanted[row + k] = Math.min(Math.max(-at_once * (rates[row + k] ?? 0), -most), most);
    }
    contact.delete();
  }
  contacts.delete();
}
