/** Who the visitor is, where they are, and what they have selected; kept over reconnecting and starting over. */

import { deed, get } from "./connection.js";
import { remember, remembered } from "./memory.js";
import { appLocale } from "./words.js";

const FORUMS = [15, 16];
const WRITTEN = [0, 5];
const ARRIVES = 3000;

/** @type {Record<"person" | "personName" | "channel" | "channelName" | "selected", string | null>} */
export const visit = {
  person: null,
  personName: remembered("person"),
  channel: null,
  channelName: null,
  selected: null,
};

let last = "";
let coming = null;
let redrawAll = () => {};

/** Have a function called when who, where or what changed. */
export function onVisit(listener) {
  redrawAll = listener;
}

/** Tell the server who looks, where, and at what; anew after a lost connection. */
export function look({ anew = false } = {}) {
  const frame = { as: visit.person, channel: visit.channel, locale: appLocale(), selected: visit.selected };
  const said = JSON.stringify(frame);
  if (said === last && !anew) return Promise.resolve();
  last = said;
  return deed("look", frame).catch(() => {});
}

/** Become somebody else. The channel stays open if they see it. */
export function be(id) {
  if (id === visit.person) return;
  visit.person = id;
  visit.personName = get("room")?.people.find((one) => one.id === id)?.username ?? null;
  visit.selected = null;
  remember("person", visit.personName ?? "");
  look();
  redrawAll();
}

/** Open a channel, thread, forum or conversation; a new one may take a moment to be on the map. */
export function go(id) {
  if (id === visit.channel) return;
  coming = id;
  setTimeout(() => {
    if (coming === id) coming = null;
    redrawAll();
  }, ARRIVES);
  visit.channel = id;
  visit.channelName = placeName(get("places")?.find((one) => one.id === id));
  visit.selected = null;
  look();
  redrawAll();
}

/** Select a message, to see how the bot read it; null for none. */
export function select(id) {
  visit.selected = id === visit.selected ? null : id;
  look();
  redrawAll();
}

/** Keep person and channel true to the map: after starting over their ids are new. */
export function settle() {
  const people = get("room")?.people ?? [];
  const me = get("me");
  if (!me) return;
  if (!people.some((one) => one.id === visit.person)) {
    const same = people.find((one) => one.username === visit.personName) ?? people[0] ?? me;
    visit.person = same.id;
    visit.personName = same.username ?? me.username ?? null;
  }
  if (me.id === visit.person) settleChannel();
  look();
}

function settleChannel() {
  const places = get("places") ?? [];
  const still = places.find((one) => one.id === visit.channel);
  if (still) {
    visit.channelName = placeName(still);
    coming = null;
    return;
  }
  if (coming !== null && coming === visit.channel) return;
  const same = places.find((one) => placeName(one) === visit.channelName && one.kind !== 4);
  const first = places.find((one) => WRITTEN.includes(one.kind) && one.may.includes("send"));
  const open = same ?? first ?? places.find((one) => one.kind !== 4);
  visit.channel = open?.id ?? null;
  visit.channelName = placeName(open);
  visit.selected = null;
}

function placeName(place) {
  return place ? `${place.kind}:${place.name}` : null;
}

/** Return the open place, or undefined. */
export function here() {
  return get("places")?.find((one) => one.id === visit.channel);
}

/** Say whether a place is a forum. */
export function isForum(place) {
  return FORUMS.includes(place?.kind);
}

/** Say whether a place is a thread. */
export function isThread(place) {
  return [10, 11, 12].includes(place?.kind);
}

/** Say whether a place is a direct conversation. */
export function isDirect(place) {
  return [1, 3].includes(place?.kind);
}
