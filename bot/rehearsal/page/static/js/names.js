/** Finds people, roles and places by their ids, and gives them names and colours. */

import { el, bdi } from "./draw.js";
import { get } from "./connection.js";
import { t } from "./words.js";

let version = 0;
let indexed = { members: new Map(), roles: new Map(), places: new Map() };
let seen = "";

/** Note anew who and what there is; `namesVersion` changes only when a name or colour did. */
export function indexNames() {
  const guild = get("guild") ?? { members: [], roles: [] };
  const places = get("places") ?? [];
  const mark = JSON.stringify([guild.members, guild.roles, places.map((one) => [one.id, one.name, one.kind, one.with])]);
  if (mark === seen) return;
  seen = mark;
  version += 1;
  const byId = (list) => new Map(list.map((one) => [one.id, one]));
  indexed = { members: byId(guild.members), roles: byId(guild.roles), places: byId(places) };
}

/** Return a number that changes whenever a name, role or place did. */
export function namesVersion() {
  return version;
}

export const member = (id) => indexed.members.get(id);
export const role = (id) => indexed.roles.get(id);
export const place = (id) => indexed.places.get(id);
export const members = () => [...indexed.members.values()];
export const roles = () => [...indexed.roles.values()];

/** Return the name under which a user (or an id) is known here. */
export function nameOf(user) {
  const id = typeof user === "string" ? user : user?.id;
  const known = member(id) ?? get("room")?.people.find((one) => one.id === id);
  return known?.name ?? user?.global_name ?? user?.username ?? t("name.unknown");
}

/** Return a place's name, for conversations that of the other. */
export function placeTitle(one) {
  if (!one) return t("name.unknown");
  return one.with ? nameOf(one.with) : one.name;
}

/** Return a colour's hue for who has none: always the same for the same person. */
function hueOf(id) {
  return Number(BigInt(id || 0) % 359n) * 47 % 360;
}

/** Draw a person's picture: their initial on their colour. */
export function avatar(user, props = {}) {
  const id = typeof user === "string" ? user : user?.id ?? "0";
  const name = nameOf(user);
  const initial = [...name.trim()].find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? "·";
  const bot = id === get("room")?.bot;
  return el("span", {
    ...props,
    class: `avatar ${bot ? "avatar-bot" : ""} ${props.class ?? ""}`,
    "aria-hidden": "true",
    style: { "--hue": String(hueOf(id)) },
  }, initial.toUpperCase());
}

/** Draw a name in its role's colour, readable on light and dark. */
export function namePlate(user, props = {}) {
  const id = typeof user === "string" ? user : user?.id;
  const colour = hex(member(id)?.colour);
  return bdi(nameOf(user), {
    ...props,
    class: `name ${colour ? "name-coloured" : ""} ${props.class ?? ""}`,
    style: colour ? { "--own": colour } : null,
  });
}

/** Return a colour as `#rrggbb`, whether it came as a number or so; null for none. */
export function hex(colour) {
  if (colour === null || colour === undefined || colour === 0) return null;
  if (typeof colour === "number") return `#${colour.toString(16).padStart(6, "0")}`;
  return /^#[0-9a-f]{6}$/i.test(colour) && colour !== "#000000" ? colour : null;
}
