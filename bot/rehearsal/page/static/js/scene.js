/** The scene's captions in a calm banner; the page follows the scene as long as the visitor just watches. */

import { el, redraw } from "./draw.js";
import { get } from "./connection.js";
import { byId } from "./find.js";
import { icon } from "./icons.js";
import { announce } from "./notices.js";
import { be, go, visit } from "./visit.js";
import { lang, t } from "./words.js";

const LINGERS = 4000;
const STAYS = 900;
let following = false;
let wasPlaying = false;
/** @type {number | null} */
let staying = null;
let next = null;
let lasts = new Map();
let heading = null;
/** @type {{ kind: string, text: string, passed?: boolean } | null} */
let note = null;
let told = "";

/** Follow the scene from now on, as somebody who sees every channel. */
export function startFollowing() {
  following = true;
  heading = null;
  note = null;
  const people = get("room")?.people ?? [];
  const me = people.find((one) => one.id === visit.person);
  const seesAll = people.find((one) => one.part === "manager");
  if (seesAll && me?.part === "fan") be(seesAll.id);
}

/** Open where something new happens, and show what the caption says. */
export function drawScene() {
  const room = get("room");
  const playing = room?.scene === "playing";
  const fresh = freshPlace();
  if (wasPlaying && !playing) setTimeout(stopFollowing, LINGERS);
  wasPlaying = playing;
  if (following && fresh) follow(fresh.id);
  take(room?.caption);
  const banner = byId("caption");
  banner.hidden = !heading && !note;
  redraw(banner, JSON.stringify([heading, note, following, playing, lang()]), () => [
    heading && el("p", { class: "caption-heading", dir: "auto" }, heading),
    note && el("p", { class: `caption-note caption-${note.kind}`, dir: "auto" }, note.kind === "check" && mark(note), note.text),
    el("button", { type: "button", class: "link-button", onclick: () => act(playing), dataset: { focus: "follow" } },
      playing ? t(following ? "scene.unfollow" : "scene.follow") : t("scene.hide")),
  ]);
}

/** Go where something is new, but stay long enough in each place to read. */
function follow(id) {
  next = id;
  if (staying) return;
  go(next);
  staying = setTimeout(() => {
    staying = null;
    if (following && next !== visit.channel) follow(next);
  }, STAYS);
}

function take(caption) {
  const mine = JSON.stringify(caption ?? null);
  if (mine === told) return;
  told = mine;
  if (!caption) {
    heading = note = null;
    return;
  }
  announce(caption.text);
  if (caption.kind === "heading") [heading, note] = [caption.text, null];
  else note = caption;
}

/** @param {{ passed?: boolean }} check */
function mark({ passed }) {
  return el("span", { class: passed ? "passed" : "not-passed", role: "img", "aria-label": t(passed ? "scene.passed" : "scene.failed") }, icon(passed ? "check" : "close"));
}

function act(playing) {
  if (playing) following = !following;
  else heading = note = null;
  drawScene();
}

function freshPlace() {
  const places = get("places") ?? [];
  const moved = places.filter((one) => one.last && lasts.has(one.id) && lasts.get(one.id) !== one.last || (one.last && lasts.size && !lasts.has(one.id)));
  lasts = new Map(places.map((one) => [one.id, one.last]));
  return moved.sort((a, b) => (BigInt(a.last) < BigInt(b.last) ? 1 : -1))[0];
}

/** Stop following, because the visitor went somewhere themselves. */
export function stopFollowing() {
  following = false;
}
