/** What a gamepad's sticks and buttons do to the app. */

import type { App } from "../app";
import { GamepadInput, type PadButton } from "../view/gamepad";
import type { Stage } from "../view/stage";

export function padOf(app: App, stage: Stage): GamepadInput {
  const buttons: Record<PadButton, () => void> = {
    act: () => app.pointer.actAhead(),
    leave: () => app.select(undefined),
    frame: () => app.frame(),
    help: () => app.hud.help.toggle(),
    play: () => app.togglePlay(),
    back: () => app.step(-1),
    on: () => app.step(1),
  };
  return new GamepadInput({
    walk: (across, along) => {
      if (app.navigation.mode !== "fly") app.setMode("walk");
      app.navigation.drive(across, along);
    },
    look: (dragX, dragY) => {
      if (app.navigation.mode !== "fly") app.setMode("walk");
      app.navigation.walk.look(dragX, dragY);
      stage.invalidate();
    },
    press: (button) => buttons[button](),
  });
}
