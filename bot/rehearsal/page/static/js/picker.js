/** Selects of messages and forms: a button that opens a list to choose one or several from. */

import { el } from "./draw.js";
import { get } from "./connection.js";
import { icon } from "./icons.js";
import { avatar, members, nameOf, placeTitle, role, roles, hex } from "./names.js";
import { openBeside } from "./popover.js";
import { matches, suggest } from "./suggest.js";
import { t } from "./words.js";

const [STRINGS, USERS, ROLES, CHANNELS] = [3, 5, 6, 8];
const FILTER_FROM = 8;

/** Return what a select offers: `{value, label, hint, icon}`. */
export function offered(select) {
  if (select.type === STRINGS) {
    return select.options.map((one) => ({ value: one.value, label: one.label, hint: one.description, icon: one.emoji?.id ? null : one.emoji?.name }));
  }
  if (select.type === CHANNELS) return channelsOf(select.channel_types);
  const people = select.type === ROLES ? [] : peopleOffered();
  const groups = select.type === USERS ? [] : rolesOffered();
  return [...people, ...groups];
}

/** Return the people who can be chosen. */
export function peopleOffered() {
  return members().map((one) => ({ value: one.id, label: one.name, hint: one.username, icon: avatar(one, { class: "avatar-small" }) }));
}

/** Return the roles that can be chosen. */
export function rolesOffered() {
  const everyone = get("guild")?.id;
  return roles().filter((one) => one.id !== everyone).map((one) => ({ value: one.id, label: `@${one.name}`, icon: dot(one) }));
}

function dot(one) {
  return el("span", { class: "role-dot", style: hex(one.colour) ? { "--own": hex(one.colour) } : null });
}

/** Return the channels that can be chosen, of given kinds if any. */
export function channelsOf(kinds) {
  return (get("places") ?? [])
    .filter((one) => one.kind !== 1 && (kinds?.length ? kinds.includes(one.kind) : one.kind !== 4))
    .map((one) => ({ value: one.id, label: placeTitle(one), icon: icon(one.kind === 15 ? "forum" : one.kind > 9 ? "thread" : "hash") }));
}

/** Return a chosen value's name. */
function named(select, value) {
  const known = offered(select).find((one) => one.value === value);
  return known?.label ?? role(value)?.name ?? nameOf(value);
}

/**
 * Draw a select. `chosen(values)` is called when the visitor has chosen; a select of one closes at once, and for
 * one of several a press elsewhere is as good as “Done”, while Escape leaves everything as it was.
 * `initial` are values chosen already.
 * @param {any} select
 * @param {{ chosen: (values: string[]) => void, busy?: boolean, initial?: string[] | null, labelledBy?: string | null, focusName?: string | null }} options
 */
export function picker(select, { chosen, busy = false, initial = null, labelledBy = null, focusName = null }) {
  let values = initial ?? initialOf(select);
  const most = select.max_values ?? 1;
  const least = select.min_values ?? 1;
  const face = el("span", { class: "picker-face", dir: "auto" });
  const button = el("button", {
    type: "button", class: "picker", disabled: Boolean(select.disabled || busy), "aria-haspopup": "listbox",
    "aria-expanded": "false", "aria-busy": busy ? "true" : null, dataset: { focus: focusName ?? "" },
  }, face, icon("down"));
  button.id = `picker-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  face.id = `${button.id}-face`;
  if (labelledBy) button.setAttribute("aria-labelledby", `${labelledBy} ${face.id}`);
  const dress = () => {
    face.textContent = values.length ? values.map((value) => named(select, value)).join(", ") : select.placeholder || t("picker.choose");
    face.classList.toggle("picker-empty", !values.length);
  };
  dress();
  button.addEventListener("click", () => openList());
  button.addEventListener("choose", (/** @type {any} */ { detail }) => {
    values = detail;
    dress();
  });
  return button;

  function openList() {
    const all = offered(select);
    const input = el("input", { class: `picker-filter ${all.length < FILTER_FROM ? "unseen" : ""}`, type: "text", "aria-label": t("picker.filter"), placeholder: t("picker.filter") });
    const list = el("ul", { class: "options", "aria-multiselectable": most > 1 ? "true" : null, "aria-label": select.placeholder || t("picker.choose") });
    const hint = most > 1 ? el("p", { class: "picker-hint" }, t("picker.hint", { least, most })) : null;
    const done = most > 1 || least === 0 ? el("button", { type: "button", class: "button button-primary" }, t("picker.done")) : null;
    const box = el("div", { class: "picker-list" }, input, list, hint, done);
    const picking = suggest(input, list, {
      always: true,
      source: (text) => all.filter((one) => matches(text, one.label, one.hint)),
      isChosen: (one) => values.includes(one.value),
      pick: (one) => {
        if (most === 1 && least > 0) return finish([one.value]);
        const without = values.filter((value) => value !== one.value);
        values = without.length < values.length ? without : most === 1 ? [one.value] : [...values, one.value].slice(-most);
        check();
        picking.refresh();
      },
    });
    const before = values;
    const check = () => { if (done) done.disabled = values.length < least; };
    check();
    input.addEventListener("input", () => picking.refresh());
    input.addEventListener("keydown", (event) => picking.key(event));
    const close = openBeside(button, box, { focus: input, parent: button.closest("dialog"), onclose: dress });
    done?.addEventListener("click", () => finish(values));
    let left = false;
    box.addEventListener("keydown", ({ key }) => { left = key === "Escape"; });
    box.addEventListener("beforetoggle", ({ newState }) => {
      if (newState !== "closed" || box.dataset.done || values === before) return;
      if (left || values.length < least) values = before;
      else finish(values, { closing: true });
    });

    function finish(now, { closing = false } = {}) {
      values = now;
      box.dataset.done = "yes";
      dress();
      if (!closing) close();
      chosen(values);
    }
  }
}

/** Return which values a select begins with. */
export function initialOf(select) {
  if (select.type === STRINGS) return select.options.filter((one) => one.default).map((one) => one.value);
  return (select.default_values ?? []).map((one) => String(one.id));
}
