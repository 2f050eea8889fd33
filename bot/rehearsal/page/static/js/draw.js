/** Makes nodes, and keeps lists of them in step with what they show. User text only ever becomes text nodes. */

import { findAll } from "./find.js";

/**
 * Make an element. `on…` are listeners, `class`, `dataset` and `style` (custom properties too) as one expects,
 * null and false leave an attribute out; children are nodes, texts, or nothing.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [props]
 * @param {any[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "style") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

const kept = new WeakMap();

/**
 * Draw a list of `{key, mark, make}` into a parent: an item is made anew only when its mark changed.
 * The focus stays on what has the same `data-focus` as before.
 */
export function keyed(parent, items) {
  const old = kept.get(parent) ?? new Map();
  const fresh = new Map();
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  for (const { key, mark, make } of items) {
    const was = old.get(key);
    fresh.set(key, was && was.mark === mark ? was : { mark, node: make() });
  }
  for (const [key, { node }] of old) if (fresh.get(key)?.node !== node) node.remove();
  let next = parent.firstChild;
  for (const { node } of fresh.values()) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
  kept.set(parent, fresh);
  if (focused && !focused.isConnected) refocus(parent, focused);
}

/** Focus the twin of what was lost; where it has none, that of what it was in. Says whether there is one. */
export function refocus(parent, lost) {
  const twins = findAll("[data-focus]", parent);
  for (let node = lost; node; node = node.parentElement) {
    const twin = node.dataset.focus && twins.find((one) => one.dataset.focus === node.dataset.focus);
    if (!twin) continue;
    twin.focus({ preventScroll: true });
    return true;
  }
  return false;
}

/** Replace what is in a node only if `mark` changed since the last time. */
export function redraw(node, mark, make) {
  keyed(node, [{ key: "only", mark, make: () => el("div", { class: "whole" }, make()) }]);
}

/** Return a text for assistive technology alone. */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}

/** Return a person's name, apart from the direction of the text around it. */
export function bdi(name, props = {}) {
  return el("bdi", props, name);
}

/** Say which language a text of fans or of the bot is in, as far as its letters tell. */
export function langOf(text) {
  if (/[\uac00-\ud7a3\u3131-\u318e]/.test(text)) return "ko";
  return /[A-Za-z]{2}/.test(text) ? "en" : null;
}
