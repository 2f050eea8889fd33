/** What the tour sees of the room: who, where, and what was said since a step began. */

import { all, get } from "./connection.js";
import { here, visit } from "./visit.js";

/** Return the id of a person by their username; the first of a part where that is not here. */
export function personId(username, part) {
  const people = get("room")?.people ?? [];
  return (people.find((one) => one.username === username) ?? people.find((one) => one.part === part))?.id ?? null;
}

/** Say whether the visitor is somebody. */
export function isBeing(id) {
  return id !== null && get("me")?.id === id;
}

/** Return a place by the name under which the tour knows it, whatever it is called here. */
export function placeNamed(name) {
  const id = get("room")?.landmarks[name];
  return get("places")?.find((one) => one.id === id);
}

/** Say whether such a place is open. */
export function isIn(name) {
  const place = here();
  return Boolean(place) && place.id === placeNamed(name)?.id && get("messages") !== undefined;
}

/** Return the open channel's messages since a moment (a snowflake), newest first. */
export function said(since = 0n) {
  return (get("messages") ?? []).map((id) => get(`message:${id}`)).filter((one) => one && BigInt(one.id) > since).reverse();
}

/**
 * Return the newest message of the bot for which something holds.
 * @param {bigint} since
 * @param {(message: any) => any} [test]
 */
export function ofBot(since, test = () => true) {
  const bot = get("room")?.bot;
  return said(since).find((one) => one.author.id === bot && !one.loading && test(one));
}

/** Return a message's first button whose custom id begins so. */
export function buttonOf(message, name) {
  return message?.components.flatMap((row) => row.components ?? []).find((one) => one.custom_id?.startsWith(`${name}:`));
}

/** Return what stands under a message's embeds. */
export function feet(message) {
  return message.embeds.map((one) => one.footer?.text ?? "").join("\n");
}

/** Return the conversation with the bot, if there is one. */
export function talkWithBot() {
  const bot = get("room")?.bot;
  return get("places")?.find((one) => one.with === bot && one.kind === 1);
}

/** Return the visitor's thread of the running Q&A: the newest below such a place. */
export function threadBelow(name) {
  const parent = placeNamed(name);
  const threads = get("places")?.filter((one) => one.parent === parent?.id && one.kind >= 10) ?? [];
  return threads.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))[0];
}

/** Say whether an interaction of the visitor's waits. */
export function isWaiting() {
  return all("interaction:").some((one) => one.state === "waiting" || one.state === "deferred");
}

/** Say whether a message is selected and explained. */
export function isExplained() {
  return Boolean(visit.selected) && get("explained")?.message === visit.selected;
}
