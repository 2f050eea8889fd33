/** A list of suggestions under an input: the combobox pattern, used by every field that offers something. */

import { el } from "./draw.js";

const MOST = 25;
let count = 0;

/**
 * Tie a listbox to an input. `source(text)` returns (or promises) `{label, hint, value, mark}` to offer;
 * `pick(option)` is called with the chosen one. Returns `{refresh, close, key}`: `key(event)` says whether it
 * took a key press. A text area is never a combobox, which has one line: it stays a text box that completes.
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @param {HTMLElement} list
 * @param {{ source: Function, pick: (option: any) => void, draw?: (option: any) => HTMLElement, always?: boolean, isChosen?: ((option: any) => boolean) | null }} options
 */
export function suggest(input, list, { source, pick, draw = option, always = false, isChosen = null }) {
  count += 1;
  list.id ||= `suggest-${count}`;
  list.setAttribute("role", "listbox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  const isField = input.tagName === "INPUT";
  const expanded = (is) => {
    if (isField) input.setAttribute("aria-expanded", String(is));
  };
  if (isField) input.setAttribute("role", "combobox");
  else {
    input.setAttribute("aria-haspopup", "listbox");
    list.tabIndex = 0; // or a keyboard could not scroll it, as far as assistive technology knows
    list.addEventListener("focus", () => input.focus());
  }
  expanded(false);
  input.setAttribute("autocomplete", "off");
  let offered = [];
  let active = -1;
  let asked = 0;

  function show(options) {
    offered = options.slice(0, MOST);
    active = offered.length && !isChosen ? 0 : Math.max(0, offered.findIndex((one) => isChosen?.(one)));
    list.replaceChildren(...offered.map((one, index) => {
      const node = draw(one);
      node.id = `${list.id}-${index}`;
      node.setAttribute("role", "option");
      if (isChosen) node.setAttribute("aria-selected", String(Boolean(isChosen(one))));
      node.addEventListener("pointerdown", (event) => event.preventDefault());
      node.addEventListener("click", () => pick(one));
      return node;
    }));
    list.hidden = !offered.length;
    expanded(!list.hidden);
    mark();
  }

  function mark() {
    [...list.children].forEach((node, index) => {
      node.classList.toggle("active", index === active);
      if (!isChosen) node.setAttribute("aria-selected", String(index === active));
    });
    const node = list.children[active];
    if (node && !list.hidden) input.setAttribute("aria-activedescendant", node.id);
    else input.removeAttribute("aria-activedescendant");
    node?.scrollIntoView({ block: "nearest" });
  }

  async function refresh() {
    asked += 1;
    const mine = asked;
    const options = await source(input.value);
    if (mine === asked) show(options ?? []);
  }

  function close() {
    asked += 1;
    offered = [];
    list.hidden = true;
    list.replaceChildren();
    expanded(false);
    input.removeAttribute("aria-activedescendant");
  }

  function key(event) {
    if (event.isComposing || list.hidden || !offered.length) return false;
    if (event.key === "Tab" && event.shiftKey && !always) {
      close();
      return false;
    }
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) active = (active + moves[event.key] + offered.length) % offered.length;
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && !always)) pick(offered[active]);
    else if (event.key === "Escape" && !always) close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    mark();
    return true;
  }

  if (always) refresh();
  return { refresh, close, key, get isOpen() { return !list.hidden; } };
}

/** Draw an option as most lists show it. */
export function option({ label, hint = null, icon = null }) {
  return el("li", { class: "option" },
    icon && el("span", { class: "option-icon" }, icon),
    el("span", { class: "option-label", dir: "auto" }, label),
    hint && el("span", { class: "option-hint", dir: "auto" }, hint));
}

/** Say whether a text is found in any of others, whatever its case. */
export function matches(typed, ...texts) {
  const wanted = typed.trim().toLocaleLowerCase();
  return !wanted || texts.some((text) => String(text ?? "").toLocaleLowerCase().includes(wanted));
}
