/** A gamepad in the standard mapping (W3C Gamepad): the left stick walks, the right one looks, buttons act. */

/** Sticks rest somewhere within this of their middle. */
const DEAD = 0.15;
/** Turn of a stick held over [px of a drag per second]: half a turn takes a second. */
const LOOK_SPEED = 900;

/** What each button does, by its number in the standard mapping. */
export const BUTTONS = {
  0: "act",
  1: "leave",
  3: "frame",
  8: "help",
  9: "play",
  14: "back",
  15: "on",
} as const;

export type PadButton = (typeof BUTTONS)[keyof typeof BUTTONS];

export interface PadEvents {
  /** Parts of full speed, right and ahead. */
  walk(across: number, along: number): void;
  /** As a drag of so many pixels looks. */
  look(dragX: number, dragY: number): void;
  press(button: PadButton): void;
}

export class GamepadInput {
  private connected = false;
  private walking = false;
  private readonly down = new Set<number>();

  constructor(private readonly events: PadEvents) {
    addEventListener("gamepadconnected", () => {
      this.connected = true;
    });
  }

  /** Reads the first gamepad; call once a frame. */
  tick(elapsed: number): void {
    if (!this.connected) return;
    const pad = navigator.getGamepads().find((each) => each?.mapping === "standard");
    if (!pad) return;
    const [across = 0, back = 0, right = 0, down = 0] = pad.axes.map(pastDeadZone);
    const walks = across !== 0 || back !== 0;
    if (walks || this.walking) this.events.walk(across, -back);
    this.walking = walks;
    if (right !== 0 || down !== 0) {
      this.events.look(-right * LOOK_SPEED * elapsed, -down * LOOK_SPEED * elapsed);
    }
    for (const [number, name] of Object.entries(BUTTONS)) this.hear(Number(number), name, pad);
  }

  private hear(number: number, name: PadButton, pad: Gamepad): void {
    const pressed = pad.buttons[number]?.pressed ?? false;
    if (pressed && !this.down.has(number)) this.events.press(name);
    if (pressed) this.down.add(number);
    else this.down.delete(number);
  }
}

/** A stick's way out of its dead zone, from 0 at its edge to 1. */
export function pastDeadZone(value: number): number {
  const over = Math.abs(value) - DEAD;
  return over <= 0 ? 0 : (Math.sign(value) * Math.min(over, 1 - DEAD)) / (1 - DEAD);
}
