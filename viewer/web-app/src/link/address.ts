/** Keeps the page's address at what one sees, and goes to where an address leads. */

import { type Link, linkText, readLink } from "./link";

/** The address follows once nothing has moved for so long [ms]; browsers refuse more than a few changes a second. */
const REST = 300;

export class Address {
  private touched: number | undefined;

  constructor(
    private readonly seen: () => Link,
    show: (link: Link) => void,
  ) {
    addEventListener("hashchange", () => show(readLink(location.hash)));
  }

  /** What the page was opened with. */
  get given(): Link {
    return readLink(location.hash);
  }

  /** The whole address of what one sees; with a room, whoever opens it shares the session. */
  text(room = this.given.room): string {
    const address = new URL(location.href);
    address.hash = linkText({ ...this.seen(), ...(room !== undefined && { room }) });
    return address.href;
  }

  /** Something one sees has changed. */
  touch(): void {
    this.touched = performance.now();
  }

  /** Call once a frame. */
  tick(): void {
    if (this.touched === undefined || performance.now() - this.touched < REST) return;
    this.touched = undefined;
    const text = this.text();
    if (text !== location.href) history.replaceState(null, "", text);
  }
}
