/** The guided tour: a card that explains a step, shows where, does it if asked, and sees when it is done. */

import { el, redraw } from "./draw.js";
import { isFurnished } from "./clock.js";
import { get } from "./connection.js";
import { byId, find, findAll } from "./find.js";
import { icon } from "./icons.js";
import { remember, remembered } from "./memory.js";
import { announce, refused } from "./notices.js";
import { snowflakeNow } from "./times.js";
import { isWaiting } from "./seen.js";
import { STEPS } from "./tour-steps.js";
import { lang, t } from "./words.js";

const LAST = STEPS.length;
const CHAPTERS = 6;
/** After so many milliseconds it is looked whether what is ringed can be seen. */
const SETTLING = [0, 150, 600];
/** @type {{ on: boolean, offered: boolean, at: number, done: boolean, since: bigint, chapter: number, acting: boolean, world: string | null }} */
const state = { on: false, offered: false, at: 0, done: false, since: 0n, chapter: 0, acting: false, world: null };

let ringed = null;

const card = byId("tour");

/** Draw the card, mark where to look, and go on when a step is done. */
export function drawTour() {
  beginAnew();
  if (state.on && state.at < LAST) watch();
  else ring(null);
  card.hidden = !(state.on || state.offered) || !isFurnished(get("room"));
  document.body.classList.toggle("touring", !card.hidden);
  if (card.hidden) return;
  const mark = JSON.stringify([state.on, state.at, state.done, state.acting, lang(), values(), get("room")?.label]);
  redraw(card, mark, () => (state.on ? (state.at < LAST ? step() : ended()) : offer()));
  follow();
}

/** In a new world the tour begins anew: what it had shown is not there. */
function beginAnew() {
  const world = get("guild")?.id;
  if (world === state.world) return;
  if (state.world) {
    remember("tour", "0");
    Object.assign(state, { at: 0, done: false, chapter: 0 });
  }
  state.world = world;
}

/** A dialog lies above everything: the card goes into it, so that it can still be read and pressed. */
function follow() {
  const dialog = findAll("dialog.form[open]").at(-1);
  const home = dialog && state.on && STEPS[state.at] ? dialog : document.body;
  if (card.parentElement === home) return;
  const held = card.contains(document.activeElement) ? document.activeElement : null;
  home.append(card);
  if (held instanceof HTMLElement) held.focus();
}

function watch() {
  const now = STEPS[state.at];
  if (now.chapter !== state.chapter) {
    state.chapter = now.chapter;
    state.since = snowflakeNow() - (1n << 22n);
  }
  const isDone = state.done || Boolean(now.done(state.since));
  if (isDone && !state.done) {
    state.done = true;
    const told = text("done");
    if (!told) return next();
    announce(told);
  }
  ring(state.done ? null : now.target());
  return undefined;
}

function next() {
  state.at += 1;
  state.done = false;
  state.acting = false;
  remember("tour", String(state.at));
  if (state.at < LAST && !text("done", state.at - 1)) announce(text("say"));
  drawTour();
}

function ring(selector) {
  let target = selector ? find(selector) : null;
  const drawer = target?.closest("[inert]");
  if (drawer?.id) target = find(`[data-drawer="${drawer.id}"]`);
  for (const node of findAll(".ringed")) if (node !== target) node.classList.remove("ringed");
  if (!target || target.classList.contains("ringed")) return;
  target.classList.add("ringed");
  if (ringed !== selector) for (const wait of SETTLING) setTimeout(() => showRinged(target), wait);
  ringed = selector;
}

/** Bring into view what is to be pressed, also when the card or something new has just pushed it out. */
function showRinged(target) {
  if (target.classList.contains("ringed")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function values() {
  return STEPS[state.at]?.values?.() ?? {};
}

function text(kind, at = state.at) {
  const key = `tour.${STEPS[at].id}.${kind}`;
  const found = t(key, STEPS[at].values?.() ?? {});
  return found === key ? null : found;
}

function button(key, onclick, kind = "secondary") {
  return el("button", { type: "button", class: `button button-${kind}`, onclick, dataset: { focus: kind === "primary" ? "tour:primary" : `tour:${key}`, press: key } }, t(key));
}

function close() {
  return el("button", { type: "button", class: "icon-button tour-close", "aria-label": t("tour.leave"), title: t("tour.leave"), onclick: leave, dataset: { focus: "tour:leave" } }, icon("close"));
}

function offer() {
  return [close(), el("h2", {}, t("tour.title")), el("p", {}, t("tour.offer")),
    el("div", { class: "tour-buttons" }, button("tour.start", () => begin(0), "primary"), button("tour.later", leave))];
}

function step() {
  const now = STEPS[state.at];
  const told = state.done ? text("done") : text("say");
  return [close(),
    el("p", { class: "tour-chapter" }, t("tour.chapter", { at: now.chapter, of: CHAPTERS, title: t(`tour.chapter.${now.chapter}`) })),
    el("progress", { max: String(LAST), value: String(state.at + (state.done ? 1 : 0)), "aria-label": t("tour.progress") }),
    el("p", { class: state.done ? "tour-done" : "tour-say" }, state.done && icon("check"), told),
    el("div", { class: "tour-buttons" },
      state.done ? button("tour.next", next, "primary") : button("tour.act", act, "primary"),
      !state.done && button("tour.skip", next),
      state.at > 0 && button("tour.back", back))];
}

function ended() {
  return [close(), el("h2", {}, t("tour.end.title")), el("p", {}, t("tour.end")),
    el("div", { class: "tour-buttons" }, button("tour.finish", leave, "primary"), button("tour.again", () => begin(0)))];
}

async function act() {
  if (state.acting || isWaiting()) return;
  state.acting = true;
  try {
    await STEPS[state.at].act();
  } catch (error) {
    refused(error);
  }
  state.acting = false;
  drawTour();
}

function back() {
  state.at = Math.max(0, state.at - 1);
  state.done = false;
  state.chapter = 0;
  const now = STEPS[state.at];
  if (now.done(0n)) {
    state.chapter = now.chapter;
    state.since = 0n;
    state.done = Boolean(text("done"));
    if (!state.done && state.at > 0) return back();
  }
  return drawTour();
}

function begin(at) {
  Object.assign(state, { on: true, offered: false, at, done: false, chapter: 0 });
  remember("tour", String(at));
  drawTour();
  find(".button-primary", card)?.focus();
}

function leave() {
  Object.assign(state, { on: false, offered: false });
  remember("tour.off", "yes");
  drawTour();
  const tools = byId("tools");
  (tools.inert ? find('[data-drawer="tools"]') : byId("tour-button"))?.focus();
}

/** Offer the tour at the first visit; the header's button begins it at any time. */
export function startTour() {
  state.offered = remembered("tour.off") === null;
  byId("tour-button").addEventListener("click", () => {
    const at = Number(remembered("tour") ?? 0);
    if (state.on) return leave();
    return begin(at > 0 && at < LAST ? at : 0);
  });
  document.addEventListener("close", () => {
    follow();
    setTimeout(drawTour);
  }, true);
}
