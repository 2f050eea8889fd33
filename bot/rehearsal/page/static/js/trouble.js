/** Trouble on order: what goes wrong between the bot and Discord, once or for a while. */

import { deed, get } from "./connection.js";
import { el, keyed, redraw } from "./draw.js";
import { byId } from "./find.js";
import { refused } from "./notices.js";
import { lang, t } from "./words.js";

/** @returns {HTMLSelectElement} */
const menu = () => byId("trouble-kind");

const kinds = (trouble) => Object.values(trouble.groups).flat();

/** Return what a kind is called; one this page has no words for, by its own name. */
function named(name) {
  const text = t(`trouble.${name}`);
  return text === `trouble.${name}` ? name : text;
}

function order(kind, how) {
  deed("trouble", { kind, how }).catch(refused);
}

/** Draw what can go wrong, and what is on. */
export function drawTrouble() {
  const trouble = get("trouble");
  byId("trouble").hidden = !trouble;
  if (!trouble) return;
  drawMenu(trouble);
  drawOn(trouble.on);
}

function drawMenu(trouble) {
  const chosen = menu().value;
  keyed(menu(), Object.entries(trouble.groups).map(([group, found]) => ({
    key: group,
    mark: lang(),
    make: () => el("optgroup", { label: t(`trouble.group.${group}`) }, found.map(({ name }) => el("option", { value: name }, named(name)))),
  })));
  if (chosen) menu().value = chosen;
  drawWays();
}

function drawWays() {
  const ways = kinds(get("trouble")).find((one) => one.name === menu().value)?.ways ?? [];
  for (const how of ["once", "while"]) /** @type {HTMLButtonElement} */ (byId(`trouble-${how}`)).disabled = !ways.includes(how);
}

function drawOn(on) {
  redraw(byId("trouble-count"), `${on.length}${lang()}`, () => (on.length ? t("trouble.on", { count: on.length }) : ""));
  keyed(byId("trouble-on"), on.map((kind) => ({
    key: kind,
    mark: lang(),
    make: () => el("li", {}, el("span", {}, named(kind)), el("button", {
      type: "button", class: "link-button", "aria-label": t("trouble.off.label", { kind: named(kind) }), onclick: () => order(kind, "off"),
    }, t("trouble.off"))),
  })));
}

/** Wire the control once. */
export function startTrouble() {
  menu().addEventListener("change", drawWays);
  for (const how of ["once", "while"]) byId(`trouble-${how}`).addEventListener("click", () => order(menu().value, how));
}
