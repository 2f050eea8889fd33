/** The side panel: how the bot read the selected message, and who is here. */

import { el, keyed, redraw, bdi } from "./draw.js";
import { get } from "./connection.js";
import { withContextMenu } from "./context-menu.js";
import { byId, findAll } from "./find.js";
import { avatar, hex, namesVersion } from "./names.js";
import { userMenuOf } from "./menus.js";
import { since } from "./times.js";
import { select, visit } from "./visit.js";
import { rich } from "./text.js";
import { lang, t } from "./words.js";

/** Draw the panel. */
export function drawPanel() {
  const told = get("explained");
  const chosen = get("messages")?.includes(visit.selected) ? visit.selected : null;
  const explained = told?.message === chosen ? told : null;
  byId("explained-title").textContent = explained?.title || t("panel.read");
  redraw(byId("explained"), JSON.stringify([explained, chosen, lang()]), () => explanation(explained, chosen));
  drawMembers();
}

function explanation(explained, chosen) {
  if (!explained) return el("p", { class: "quiet" }, t(chosen ? "panel.nothing" : "panel.choose"));
  return [
    el("dl", {}, explained.rows.map((one) => el("div", { class: "explained-row" },
      el("dt", { dir: "auto" }, one.name),
      el("dd", { dir: "auto" }, one.value && rich(one.value), one.since && since(one.since))))),
    el("button", { type: "button", class: "link-button", onclick: () => select(visit.selected), dataset: { focus: "unselect" } }, t("panel.unselect")),
  ];
}

function drawMembers() {
  const guild = get("guild");
  const list = byId("members");
  if (!guild) return keyed(list, []);
  keyed(list, groups(guild).flatMap(([name, people]) => [
    { key: `role:${name}`, mark: `${name}${people.length}${lang()}`, make: () => el("li", { class: "place-heading" }, el("h3", { dir: "auto" }, `${name} · ${people.length}`)) },
    ...people.map((one) => ({ key: one.id, mark: `${JSON.stringify(one)}${namesVersion()}${lang()}`, make: () => person(one) })),
  ]));
  const all = findAll(".member", list);
  if (!all.some((one) => one.tabIndex === 0)) all[0]?.setAttribute("tabindex", "0");
}

/** Group the members by their first role that somebody shares; bots apart. */
function groups(guild) {
  const found = new Map();
  for (const role of guild.roles.filter((one) => one.id !== guild.id)) found.set(role.id, [role.name, []]);
  const rest = [t("panel.members"), []];
  const bots = [t("panel.apps"), []];
  for (const one of guild.members) {
    const group = one.bot ? bots : found.get(one.roles.find((id) => found.has(id))) ?? rest;
    group[1].push(one);
  }
  return [...found.values(), rest, bots].filter(([, people]) => people.length);
}

function person(one) {
  const colour = hex(one.colour);
  const node = el("button", {
    type: "button", class: "member", tabindex: "-1", "aria-haspopup": "menu", dataset: { focus: `member:${one.id}` },
    onclick: () => userMenuOf(one.id, node),
  }, avatar(one.id, { class: "avatar-small" }),
  bdi(one.name, { class: `name ${colour ? "name-coloured" : ""}`, style: colour ? { "--own": colour } : null }),
  one.bot && el("span", { class: "badge" }, t("badge.app")), one.timed_out && el("span", { class: "quiet" }, t("panel.timed_out")));
  return el("li", {}, withContextMenu(node, () => userMenuOf(one.id, node)));
}

/** Let the arrow keys go through the people. */
export function startPanel() {
  const list = byId("members");
  list.addEventListener("keydown", (event) => {
    const all = findAll(".member", list);
    const to = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = to && all[all.findIndex((one) => one === document.activeElement) + to];
    if (!next) return;
    event.preventDefault();
    for (const one of all) one.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
