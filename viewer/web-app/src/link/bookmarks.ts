/** Views one kept of a scene, in this browser. */

import { type Link, linkText, readLink } from "./link";

export interface Bookmark {
  readonly name: string;
  readonly link: Link;
}

/** As many as one can look through. */
const MOST = 50;
const LONGEST_NAME = 80;

export class Bookmarks {
  readonly all: Bookmark[] = [];
  private readonly key: string;

  /** `storage` is undefined where the browser keeps nothing; then they last as long as the page. */
  constructor(
    scene: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem"> | undefined,
  ) {
    this.key = `spatialwm views of ${scene}`;
    this.all.push(...readBookmarks(this.storage?.getItem(this.key) ?? "[]"));
  }

  get full(): boolean {
    return this.all.length >= MOST;
  }

  add(link: Link): Bookmark {
    const taken = new Set(this.all.map(({ name }) => name));
    let k = this.all.length + 1;
    while (taken.has(`View ${k}`)) k++;
    const bookmark = { name: `View ${k}`, link };
    this.all.push(bookmark);
    this.keep();
    return bookmark;
  }

  remove(bookmark: Bookmark): void {
    const k = this.all.indexOf(bookmark);
    if (k >= 0) this.all.splice(k, 1);
    this.keep();
  }

  private keep(): void {
    const rows = this.all.map(({ name, link }) => [name, linkText(link)]);
    this.storage?.setItem(this.key, JSON.stringify(rows));
  }
}

/** What was kept; what is no view is left out. */
export function readBookmarks(text: string): Bookmark[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(rows)) return [];
  return rows.slice(0, MOST).flatMap((row: unknown) => {
    const [name, address] = Array.isArray(row) ? (row as unknown[]) : [];
    if (typeof name !== "string" || typeof address !== "string") return [];
    const link = readLink(address);
    return link.view ? [{ name: name.slice(0, LONGEST_NAME), link }] : [];
  });
}

/** The browser's store, or undefined where it has none for this page. */
export function storageOf(page: Window): Storage | undefined {
  try {
    return page.localStorage;
  } catch {
    return undefined; // a browser that blocks it throws
  }
}
