/** The label's clock, and what moves it; playing the scene; starting over. */

import { el, redraw } from "./draw.js";
import { deed, get, Refused } from "./connection.js";
import { byId, find } from "./find.js";
import { confirmed } from "./forms.js";
import { icon } from "./icons.js";
import { announce, refused } from "./notices.js";
import { menuKeys } from "./menus.js";
import { openBeside } from "./popover.js";
import { now, written } from "./times.js";
import { lang, t } from "./words.js";
import { startFollowing } from "./scene.js";

/** @type {Intl.DateTimeFormatOptions} */
const FACE = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const LOST = -1;
const SHINES = 4000;
let moving = false;
let asking = false;
/** @type {number | undefined} */
let shining;

/** @returns {HTMLButtonElement} */
const button = () => byId("clock");

/** Say whether there is more around the server than Discord: time to move, a scene, a tour. */
export function isFurnished(room) {
  return Boolean(room?.moves?.length || room?.scene || room?.moving);
}

/** Draw clock and scene buttons as they stand. */
export function drawClock() {
  const room = get("room");
  byId("label-name").textContent = room?.label || get("guild")?.name || "Stagedoor";
  byId("room-controls").hidden = button().hidden = !isFurnished(room);
  const playing = room?.scene === "playing";
  /** @type {HTMLButtonElement} */
  const player = byId("play");
  player.hidden = !room?.scene;
  player.disabled = playing || room?.moving;
  redraw(find(".label", player), `${room?.scene}${lang()}`, () => t(playing ? "scene.playing" : room?.scene === "played" ? "scene.again" : "scene.play"));
  /** @type {HTMLButtonElement} */ (byId("start-over")).disabled = playing || asking;
  const busy = moving || Boolean(room?.moving);
  button().disabled = busy || playing || !room?.moves?.length;
  button().setAttribute("aria-busy", String(busy));
  drawTime();
}

/** Draw the time alone: once a second. */
export function drawTime() {
  const room = get("room");
  const zone = room?.zone;
  const city = zone?.split("/").at(-1).replaceAll("_", " ");
  const text = city ? t("clock.face", { time: written(now(), FACE, zone), city: t(`city.${city}`) === `city.${city}` ? city : t(`city.${city}`) }) : written(now(), FACE);
  redraw(find(".label", button()), text, () => el("time", { datetime: now().toISOString() }, text));
}

function openMoves() {
  const moves = get("room")?.moves ?? [];
  const items = moves.map((one) => el("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: "menu-item", dataset: { move: one },
    onclick: () => {
      close();
      move(one);
    },
  }, t(`move.${one}`)));
  const menu = el("div", { role: "menu", class: "menu", "aria-label": t("clock.move"), tabindex: "-1" }, el("p", { class: "menu-title", "aria-hidden": "true" }, t("clock.move")), items);
  menu.addEventListener("keydown", (event) => menuKeys(event, items));
  const close = openBeside(button(), menu, { focus: items[0] });
}

/** Move time, and show where it got to: on the clock itself, and to who hears the page. */
export async function move(to) {
  moving = true;
  drawClock();
  try {
    await deed("move", { to });
    shine();
    announce(t("clock.moved", { time: written(now(), FACE, get("room")?.zone) }));
  } catch (error) {
    refused(error);
  }
  moving = false;
  drawClock();
}

function shine() {
  button().classList.add("moved");
  clearTimeout(shining);
  shining = setTimeout(() => button().classList.remove("moved"), SHINES);
}

function play() {
  startFollowing();
  deed("play").catch(refused);
}

async function startOver() {
  if (!(await confirmed(t("over.title"), t("over.text"), t("over.yes")))) return;
  asking = true;
  drawClock();
  try {
    await deed("start_over");
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== LOST) refused(error);
  }
  asking = false;
  drawClock();
}

/** Wire the header once. */
export function startClock() {
  button().append(icon("down"));
  button().addEventListener("click", openMoves);
  byId("play").addEventListener("click", play);
  byId("start-over").addEventListener("click", startOver);
}
