/** Elements without a framework. */

type Child = Node | string | undefined;

/** An element with attributes and children; `class` and `aria-*` as in HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

/** 24 x 24 line drawings. */
const ICONS = {
  play: '<path d="M8 5.5v13l10.5-6.5z" fill="currentColor" stroke-linejoin="round"/>',
  pause: '<path d="M8.5 6v12M15.5 6v12" stroke-width="3"/>',
  previous: '<path d="M15 6l-6 6 6 6"/>',
  next: '<path d="M9 6l6 6-6 6"/>',
  reset: '<path d="M5 12a7 7 0 1 0 2.3-5.2M5 4.5V8h3.5"/>',
  undo: '<path d="M8.5 5L4.5 9l4 4M5 9h9a5 5 0 0 1 0 10h-4"/>',
  redo: '<path d="M15.5 5l4 4-4 4M19 9h-9a5 5 0 0 0 0 10h4"/>',
  fork: '<path d="M6 4v16M6 13c0-4 3-4.5 6-4.5h6M14.5 5l3.5 3.5-3.5 3.5"/>',
  why: '<path d="M5 7h8M5 12h5M5 17h8M17.5 9.5l3 2.5-3 2.5"/>',
  help: '<path d="M9.2 9.3a2.8 2.8 0 1 1 4.3 2.3c-1 .6-1.5 1.1-1.5 2.2M12 17.2v.1"/>',
  close: '<path d="M7 7l10 10M17 7L7 17"/>',
  send: '<path d="M5 12h13M12.5 6.5L18 12l-5.5 5.5"/>',
  mesh: '<path d="M12 4l7 4v8l-7 4-7-4V8zM5 8l7 4 7-4M12 12v8"/>',
  objects: '<path d="M5 7h14M5 12h14M5 17h9"/>',
  bookmark: '<path d="M7 4.5h10v15l-5-4-5 4z"/>',
  link: '<path d="M10 14a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M14 10a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1"/>',
  ghost: '<path d="M5.5 19v-8a6.5 6.5 0 0 1 13 0v8l-3.2-2-3.3 2-3.3-2zM9.7 11v.1M14.3 11v.1"/>',
  select: '<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4" /><path d="M9 9l8 3-3.5 1.3L12 17z"/>',
  tape: '<path d="M4 15.5L15.5 4 20 8.5 8.5 20zM7 12.5l2 2M10 9.5l2 2M13 6.5l2 2"/>',
  picture: '<path d="M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4zM12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"/>',
  film: '<path d="M4 7h11v10H4zM15 11l5-3v8l-5-3z"/>',
  people:
    '<path d="M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M15.5 5.3a3 3 0 0 1 0 5.4M17 14.3c2 .6 3.5 2.3 3.5 4.7"/>',
  headset: '<path d="M4 8.5h16v8h-4.6l-1.9-2.6h-3L8.6 16.5H4zM8 12h.1M16 12h.1"/>',
  move: '<path d="M12 4v16M4 12h16M9.5 6.5L12 4l2.5 2.5M9.5 17.5L12 20l2.5-2.5M6.5 9.5L4 12l2.5 2.5M17.5 9.5L20 12l-2.5 2.5"/>',
  copy: '<path d="M9 9h10v10H9zM5 15V5h10"/>',
  bin: '<path d="M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7"/>',
  frame: '<path d="M5 9V5h4M15 5h4v4M19 15v4h-4M9 19H5v-4"/>',
};

export function icon(name: keyof typeof ICONS): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = ICONS[name]; // a constant of this file
  return svg;
}

export function iconButton(name: keyof typeof ICONS, label: string, shortcut = ""): HTMLButtonElement {
  const title = shortcut ? `${label}  (${shortcut})` : label;
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title }, icon(name));
}
