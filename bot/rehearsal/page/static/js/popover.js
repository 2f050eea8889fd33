/** What opens beside a button: in the top layer, closed by Escape or a click elsewhere, focus given back. */

import { find } from "./find.js";

/**
 * Open a node beside an anchor (an element, or a point); returns a function that closes it.
 * @param {any} anchor
 * @param {HTMLElement} node
 * @param {{ onclose?: () => void, focus?: HTMLElement | null, parent?: HTMLElement | null }} [options]
 */
export function openBeside(anchor, node, { onclose = () => {}, focus = null, parent = null } = {}) {
  const back = document.activeElement;
  node.popover = "auto";
  node.classList.add("popover");
  const home = parent ?? (anchor.closest?.("dialog, header, nav, aside") ?? find("main"));
  home.append(node);
  node.showPopover();
  const grown = new ResizeObserver(() => settle(anchor, node));
  grown.observe(node);
  const ended = (event) => {
    if (event.newState !== "closed") return;
    const mine = node.contains(document.activeElement) || document.activeElement === document.body;
    grown.disconnect();
    node.remove();
    if (anchor.setAttribute) anchor.setAttribute("aria-expanded", "false");
    if (mine && back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    onclose();
  };
  node.addEventListener("toggle", ended);
  if (anchor.setAttribute) anchor.setAttribute("aria-expanded", "true");
  (focus ?? node).focus({ preventScroll: true });
  return () => node.isConnected && node.hidePopover();
}

function settle(anchor, node) {
  const rect = anchor.getBoundingClientRect?.() ?? { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const { offsetWidth: width, offsetHeight: height } = node;
  const left = Math.max(8, Math.min(rect.left, innerWidth - width - 8));
  const below = rect.bottom + 6;
  const top = below + height < innerHeight - 8 ? below : Math.max(8, rect.top - height - 6);
  node.style.setProperty("left", `${left}px`);
  node.style.setProperty("top", `${top}px`);
}
