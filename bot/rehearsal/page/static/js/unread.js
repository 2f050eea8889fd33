/** What each person has read, as long as the page is open; what was said before it opened counts as read. */

import { get } from "./connection.js";
import { snowflakeNow } from "./times.js";
import { visit } from "./visit.js";

const read = new Map();
/** @type {bigint | null} */
let from = null;
/** @type {string | null} */
let world = null;

function marks() {
  if (!read.has(visit.person)) read.set(visit.person, new Map());
  return read.get(visit.person);
}

/** Begin to count, once the world's time is known; anew in each new world. */
export function beginUnread() {
  const now = get("guild")?.id;
  if (now === world) return;
  world = now;
  read.clear();
  from = snowflakeNow();
}

/** Note that the open channel was read to its end. */
export function readHere(place) {
  if (place?.last && get("me")?.id === visit.person && document.visibilityState === "visible") {
    marks().set(place.id, BigInt(place.last));
  }
}

/** Return up to which message somebody has read a place. */
export function readTo(id) {
  return marks().get(id) ?? from ?? 0n;
}

/** Say whether a place has something new, and how many of it calls the visitor. */
export function unreadIn(place) {
  const to = readTo(place.id);
  const fresh = Boolean(place.last) && BigInt(place.last) > to && place.id !== visit.channel;
  const calls = fresh ? (place.pings ?? []).filter((id) => BigInt(id) > to).length : 0;
  return { fresh, calls };
}
