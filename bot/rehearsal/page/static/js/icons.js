/** The page's own little drawings, one stroke wide. */

import { findAll } from "./find.js";

const NS = "http://www.w3.org/2000/svg";
const DRAWN = {
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M3.500 15h16",
  forum: "M4 5h16v10H10l-4 4v-4H4z",
  thread: "M6 4v8a3 3 0 0 0 3 3h9M14 11l4 4-4 4",
  event: "M5 6h14v14H5zM5 10h14M9 3v5M15 3v5",
  menu: "M4 7h16M4 12h16M4 17h16",
  side: "M4 5h16v14H4zM14.500 5v14",
  close: "M6 6l12 12M18 6 6 18",
  play: "M8 5.500v13l11-6.500z",
  again: "M5 12a7 7 0 1 0 2.500-5.400M5 4v4h4",
  tour: "M9.500 9a2.500 2.500 0 1 1 3.800 2.200c-.9.500-1.300 1-1.300 2M12 16.800v.2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  latency: "M4 17.500a9 9 0 1 1 16 0M12 14l4-4.500",
  light: "M12 16.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M5 19l1.400-1.400M17.600 6.400 19 5",
  more: "M5.500 12h.01M12 12h.01M18.500 12h.01",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 6",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14.500c1 1.300 2.200 2 3.500 2s2.500-.7 3.500-2M9 9.500v.2M15 9.500v.2",
  attach: "M19 11l-7.500 7.500a4.600 4.600 0 0 1-6.500-6.500L12.500 4.500a3 3 0 0 1 4.300 4.300L9.500 16a1.400 1.400 0 0 1-2-2l6.500-6.500",
  send: "M4 12 20 4l-5 16-3.500-6.500z",
  down: "M6 9l6 6 6-6",
  out: "M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  plus: "M12 5v14M5 12h14",
  eye: "M3 12c2.500-4.500 5.500-6.500 9-6.500s6.500 2 9 6.500c-2.500 4.500-5.500 6.500-9 6.500S5.500 16.500 3 12zM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600z",
  check: "M5 12.500 10 17.500 19.500 7",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
};

/** Draw an icon; it says nothing to assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", DRAWN[name]);
  svg.append(path);
  return svg;
}

/** Put the icons into the page's frame: `data-icon` names one. */
export function drawIcons(root = document) {
  for (const node of findAll("[data-icon]", root)) node.prepend(icon(node.dataset.icon));
}
