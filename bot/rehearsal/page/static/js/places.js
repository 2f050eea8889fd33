/** The list of channels: categories, forums, threads below their channel, conversations, events. */

import { el, keyed } from "./draw.js";
import { get } from "./connection.js";
import { openEvents } from "./events.js";
import { byId, findAll } from "./find.js";
import { icon } from "./icons.js";
import { avatar, namesVersion, placeTitle } from "./names.js";
import { unreadIn } from "./unread.js";
import { closeDrawers } from "./drawers.js";
import { stopFollowing } from "./scene.js";
import { go, isDirect, isForum, isThread, visit } from "./visit.js";
import { lang, t } from "./words.js";

const CATEGORY = 4;
const list = () => byId("places");

/** Draw the list, and who the server is. */
export function drawPlaces() {
  const places = get("places") ?? [];
  const events = get("guild")?.events ?? [];
  keyed(list(), [eventsItem(events), ...serverItems(places), ...directItems(places)]);
  const items = findAll(".place", list());
  if (!items.some((one) => one.tabIndex === 0)) items[0]?.setAttribute("tabindex", "0");
}

function serverItems(places) {
  const inside = (parent) => places.filter((one) => (one.parent ?? null) === parent && !isDirect(one) && !isThread(one));
  const walk = (one) => (one.kind === CATEGORY ? [heading(one.id, one.name), ...inside(one.id).flatMap(walk)] : [item(one), ...threadsOf(one, places).map(item)]);
  const top = inside(null);
  const title = top.some((one) => one.kind !== CATEGORY) ? [heading("channels", t("places.channels"))] : [];
  return [...title, ...top.flatMap(walk)];
}

function threadsOf(channel, places) {
  const open = places.filter((one) => one.parent === channel.id && isThread(one) && (!one.archived || one.id === visit.channel));
  if (!isForum(channel)) return open;
  return open.filter((one) => one.id === visit.channel || unreadIn(one).fresh);
}

function directItems(places) {
  const direct = places.filter(isDirect);
  return direct.length ? [heading("direct", t("places.direct")), ...direct.map(item)] : [];
}

function heading(key, text) {
  return { key: `heading:${key}`, mark: text, make: () => el("li", { class: "place-heading" }, el("h2", { dir: "auto" }, text)) };
}

function eventsItem(events) {
  const coming = events.filter((one) => one.status < 3).length;
  return {
    key: "events",
    mark: `${coming}${lang()}`,
    make: () => el("li", {}, el("button", {
      type: "button", class: "place", tabindex: "0", "aria-haspopup": "dialog", onclick: openEvents, dataset: { focus: "events" },
    }, icon("event"), el("span", { class: "place-name" }, t("places.events")), coming ? el("span", { class: "quiet" }, String(coming)) : null)),
  };
}

function item(place) {
  const { fresh, calls } = unreadIn(place);
  const open = place.id === visit.channel;
  return { key: place.id, mark: JSON.stringify([place.name, place.with, place.archived, fresh, calls, open, namesVersion(), lang()]), make: () => drawn(place, { fresh, calls, open }) };
}

function drawn(place, { fresh, calls, open }) {
  const symbol = isDirect(place) ? avatar(place.with, { class: "avatar-small" }) : icon(isForum(place) ? "forum" : isThread(place) ? (place.locked ? "lock" : "thread") : "hash");
  const state = calls ? t("places.calls", { count: calls }) : fresh ? t("places.unread") : null;
  return el("li", { class: isThread(place) ? "place-thread" : null }, el("button", {
    type: "button", class: `place ${fresh ? "place-fresh" : ""}`, tabindex: open ? "0" : "-1", "aria-current": open ? "page" : null,
    dataset: { focus: `place:${place.id}`, place: place.name ?? "", with: place.with ?? "" },
    onclick: () => {
      stopFollowing();
      go(place.id);
      closeDrawers();
    },
  }, symbol, el("span", { class: "place-name", dir: "auto" }, placeTitle(place)),
  state && el("span", { class: calls ? "calls" : "fresh-dot", role: "img", "aria-label": state }, calls ? String(calls) : null)));
}

/** Let the arrow keys go through the list. */
export function startPlaces() {
  list().addEventListener("keydown", (event) => {
    const items = findAll(".place", list());
    const at = items.findIndex((one) => one === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || !items[to]) return;
    event.preventDefault();
    for (const one of items) one.tabIndex = -1;
    items[to].tabIndex = 0;
    items[to].focus();
  });
}
