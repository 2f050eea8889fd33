/** What stands above the messages: the channel's name, its topic, a thread's way back. */

import { el, redraw } from "./draw.js";
import { deed } from "./connection.js";
import { byId } from "./find.js";
import { icon } from "./icons.js";
import { openPins } from "./pins.js";
import { place as known, placeTitle } from "./names.js";
import { refused } from "./notices.js";
import { go, here, isDirect, isForum, isThread } from "./visit.js";
import { lang, t } from "./words.js";

/** Draw the head of the open channel. */
export function drawHead() {
  const place = here();
  const head = byId("place-head");
  const title = place ? placeTitle(place) : t("place.none");
  document.title = `${title} · Stagedoor`;
  const mark = JSON.stringify([title, place?.id, place?.topic, place?.archived, place?.locked, place?.may, place?.pins, lang()]);
  redraw(head, mark, () => [
    place && isThread(place) && el("button", { type: "button", class: "link-button crumb", onclick: () => go(place.parent) }, el("bdi", {}, placeTitle(known(place.parent))), " ›"),
    el("h2", {}, place && !isDirect(place) && icon(isForum(place) ? "forum" : isThread(place) ? "thread" : "hash"), el("bdi", {}, title)),
    place?.topic && el("p", { class: "topic", dir: "auto" }, place.topic),
    place?.archived && el("span", { class: "badge badge-quiet" }, t(place.locked ? "place.locked" : "place.archived")),
    place && isThread(place) && !place.archived && place.may.includes("manage_messages")
      && el("button", { type: "button", class: "link-button", onclick: () => deed("archive", { channel: place.id, locked: false }).catch(refused) }, t("place.archive")),
    place && !isForum(place) && el("button", { type: "button", class: "icon-button pins-button", "aria-haspopup": "dialog", "aria-label": t("pins.button", { count: place.pins }), title: t("pins.title"), onclick: openPins, dataset: { focus: "pins" } },
      icon("pin"), place.pins ? el("span", { "aria-hidden": "true" }, String(place.pins)) : null),
  ]);
}
