/** The ways to ask for a context menu: a right click, a long press, the keyboard. */

const LONG_PRESS = 550;
let pressed = false;
let selected = false;
let timer = 0;
/** @type {(() => void) | null} */
let waiting = null;

/**
 * Have a function open a node's context menu, given where: a point, or the node for the keyboard.
 * Some browsers ask for the menu when the button goes down, others when it comes up. The release closes whatever
 * popover opened since the press, so the menu waits for it.
 * @template {HTMLElement} T
 * @param {T} node
 * @param {(anchor: HTMLElement | { x: number, y: number }) => void} open
 */
export function withContextMenu(node, open) {
  node.addEventListener("contextmenu", (event) => {
    const link = event.target instanceof Element && event.target.closest("a");
    if (link || (selected && getSelection()?.containsNode(node, true))) return;
    event.preventDefault();
    event.stopPropagation();
    getSelection()?.empty();
    onceReleased(() => open(event.clientX ? { x: event.clientX, y: event.clientY } : node));
  });
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || timer) return;
    timer = setTimeout(() => {
      node.classList.add("held");
      onceReleased(() => {
        node.classList.remove("held");
        open({ x: event.clientX, y: event.clientY });
      });
    }, LONG_PRESS);
  });
  node.addEventListener("touchend", (event) => {
    if (node.classList.contains("held")) event.preventDefault(); // or else a click follows, and closes the menu
  });
  return node;
}

/** @param {() => void} act */
function onceReleased(act) {
  if (pressed) waiting = act;
  else act();
}

addEventListener("pointerdown", () => {
  pressed = true;
  selected = Boolean(String(getSelection())); // some browsers select the word under the pointer before they ask
}, true);

for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => {
    pressed = false;
    clearTimeout(timer);
    timer = 0;
    if (waiting) setTimeout(waiting);
    waiting = null;
  }, true);
}
