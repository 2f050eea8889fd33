/** “Who are you?”: the people whom the visitor can be. */

import { el, keyed } from "./draw.js";
import { get } from "./connection.js";
import { byId, find } from "./find.js";
import { avatar } from "./names.js";
import { lang, t } from "./words.js";
import { be, visit } from "./visit.js";

const group = () => byId("people");

/** Draw the switch. */
export function drawPeople() {
  const people = get("room")?.people ?? [];
  keyed(group(), people.map((one) => ({
    key: one.id,
    mark: JSON.stringify([one, one.id === visit.person, lang()]),
    make: () => person(one),
  })));
}

function person(one) {
  const mine = one.id === visit.person;
  return el("button", {
    type: "button", role: "radio", class: "person", "aria-checked": String(mine), tabindex: mine ? "0" : "-1",
    dataset: { focus: `person:${one.name}`, person: one.username, part: one.part },
    onclick: () => be(one.id),
  }, avatar(one.id, { class: "avatar-small" }),
  el("span", { class: "person-words" }, el("bdi", { class: "person-name" }, one.name), el("span", { class: "person-part" }, t(`part.${one.part}`))));
}

/** Let the arrow keys go through the switch. */
export function startPeople() {
  group().addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const people = get("room")?.people ?? [];
    const at = people.findIndex((one) => one.id === visit.person);
    const next = people[(at + step + people.length) % people.length];
    be(next.id);
    find('[aria-checked="true"]', group())?.focus();
  });
}
