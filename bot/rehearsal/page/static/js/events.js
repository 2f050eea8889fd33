/** Scheduled events, each with a switch to say that one is interested. */

import { el, keyed } from "./draw.js";
import { deed, get } from "./connection.js";
import { icon } from "./icons.js";
import { refused } from "./notices.js";
import { place, placeTitle } from "./names.js";
import { rich } from "./text.js";
import { stamp } from "./times.js";
import { go } from "./visit.js";
import { lang, t } from "./words.js";

/** @type {HTMLElement | null} */
let list = null;

/** Open the events. */
export function openEvents() {
  list = el("ul", { class: "events" });
  const close = el("button", { type: "button", class: "icon-button form-close", "aria-label": t("close"), onclick: () => box.close() }, icon("close"));
  const box = el("dialog", { class: "form", "aria-labelledby": "events-title", onclose: () => {
    box.remove();
    list = null;
  } }, el("h2", { id: "events-title" }, t("places.events")), list, close);
  document.body.append(box);
  box.showModal();
  drawEvents();
}

/** Bring the open list up to date. */
export function drawEvents() {
  if (!list) return;
  const events = get("guild")?.events ?? [];
  const items = events.map((one) => ({ key: one.id, mark: JSON.stringify([one, lang()]), make: () => event(one) }));
  keyed(list, items.length ? items : [{ key: "none", mark: lang(), make: () => el("li", { class: "quiet" }, t("events.none")) }]);
}

function event(one) {
  const where = one.channel_id ? placeTitle(place(one.channel_id)) : one.entity_metadata?.location;
  const start = new Date(one.scheduled_start_time).getTime() / 1000;
  const over = one.status > 2;
  return el("li", { class: "event" },
    el("p", { class: "event-when" }, icon("event"), stamp(start, "F"), " · ", one.status === 2 ? t("events.live") : over ? t("events.over") : stamp(start, "R")),
    el("h3", { dir: "auto" }, one.name), one.description && rich(one.description),
    where && el("p", { class: "quiet", dir: "auto" }, where),
    el("div", { class: "row" },
      el("button", {
        type: "button", class: "button button-secondary", "aria-pressed": String(Boolean(one.interested)), disabled: over,
        dataset: { focus: `event:${one.id}` },
        onclick: () => deed("interested", { event: one.id, interested: !one.interested }).catch(refused),
      }, one.interested && icon("check"), t("events.interested"), el("span", { class: "quiet" }, String(one.user_count ?? 0))),
      one.channel_id && place(one.channel_id) && el("button", { type: "button", class: "button button-secondary", onclick: (click) => {
        click.currentTarget.closest("dialog").close();
        go(one.channel_id);
      } }, t("events.go"))));
}
