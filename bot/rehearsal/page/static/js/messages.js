/** The open channel's messages: in groups and days, with a keyboard's way through them, announced as they come. */

import { el, keyed } from "./draw.js";
import { get } from "./connection.js";
import { interactionsOf } from "./components.js";
import { withContextMenu } from "./context-menu.js";
import { byId, findAll } from "./find.js";
import { icon } from "./icons.js";
import { messageNode } from "./message.js";
import { menuOf } from "./menus.js";
import { namesVersion, nameOf, placeTitle } from "./names.js";
import { announce } from "./notices.js";
import { plain } from "./text.js";
import { written } from "./times.js";
import { readHere, readTo } from "./unread.js";
import { go, here, isDirect, isForum, isThread, select, visit } from "./visit.js";
import { lang, t, tn } from "./words.js";

const TOGETHER = 7 * 60 * 1000;
const NEAR = 60;
/** @type {{ channel: string | null, person: string | null, newest: bigint, newFrom: bigint, newTo: bigint }} */
let shown = { channel: null, person: null, newest: 0n, newFrom: 0n, newTo: 0n };
/** @type {string | null} */
let jumpTo = null;
let pinned = true;

const scroller = () => byId("log");
const listNode = () => byId("messages");

/** Draw the open channel's messages. */
export function drawMessages() {
  const place = here();
  const box = scroller();
  box.hidden = isForum(place);
  if (!place || isForum(place)) return;
  const told = (get("messages") ?? []).map((id) => get(`message:${id}`)).filter(Boolean);
  const messages = told.filter((one) => one.channel_id === place.id);
  if (told.length && !messages.length) return;
  const moved = shown.channel !== place.id || shown.person !== visit.person;
  if (moved) shown = { channel: place.id, person: visit.person, newest: BigInt(place.last ?? 0), newFrom: readTo(place.id), newTo: BigInt(place.last ?? 0) };
  const stays = moved || pinned;
  keyed(listNode(), items(messages, place));
  markSelected();
  if (stays) stick();
  tellNew(messages, stays);
  if (stays && document.hasFocus()) readHere(place);
  if (jumpTo) jump(jumpTo);
}

function items(messages, place) {
  const found = [{ key: "start", mark: `${place.id}${place.topic}${namesVersion()}${lang()}`, make: () => beginning(place) }];
  /** @type {any} */
  let above = null;
  let told = false;
  for (const message of messages) {
    const day = written(new Date(message.timestamp), "D");
    const fresh = !told && above && BigInt(message.id) > shown.newFrom && BigInt(message.id) <= shown.newTo && message.author.id !== visit.person;
    if (!above || written(new Date(above.timestamp), "D") !== day) found.push({ key: `day:${day}`, mark: lang(), make: () => divider(day) });
    if (fresh) found.push({ key: "new", mark: lang(), make: () => divider(t("messages.new"), "divider-new") });
    told ||= fresh;
    found.push(item(message, !fresh && joins(message, above), place));
    above = message;
  }
  return found;
}

function joins(message, above) {
  return Boolean(above) && above.author.id === message.author.id && message.type === 0 && [0, 19, 20].includes(above.type)
    && Date.parse(message.timestamp) - Date.parse(above.timestamp) < TOGETHER && !message.interaction_metadata
    && message.ephemeral === above.ephemeral && written(new Date(above.timestamp), "D") === written(new Date(message.timestamp), "D");
}

function item(message, joined, place) {
  const thread = message.thread ? get("places").find((one) => one.id === message.thread.id)?.sent : null;
  const mark = JSON.stringify([message, joined, namesVersion(), lang(), thread, place.may, interactionsOf(message).map((one) => [one.custom_id, one.state])]);
  return { key: message.id, mark, make: () => row(message, joined, place) };
}

function row(message, joined, place) {
  const node = el("li", { class: "message-row", tabindex: "-1", dataset: { id: message.id, focus: `message:${message.id}` } },
    shownAtLeast(message, () => messageNode(message, { joined, jump: showMessage, may: place.may })));
  node.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button, a, input, select, dialog, summary") || String(getSelection())) return;
    select(message.id);
    rove(node, { focus: false });
  });
  return withContextMenu(node, (anchor) => menuOf(message, anchor));
}

/** Draw a message; where that fails, its words alone, so that the others are drawn all the same. */
function shownAtLeast(message, make) {
  try {
    return make();
  } catch (error) {
    reportError(error);
    return el("p", { dir: "auto" }, message.content);
  }
}

function beginning(place) {
  const symbol = isDirect(place) ? null : el("div", { class: "start-icon" }, icon(isThread(place) ? "thread" : "hash"));
  const key = isDirect(place) ? "start.direct" : isThread(place) ? "start.thread" : "start.channel";
  return el("li", { class: "start" }, symbol,
    el("h2", { dir: "auto" }, placeTitle(place)),
    el("p", {}, tn(key, { name: el("bdi", {}, placeTitle(place)) })), place.topic && el("p", { dir: "auto" }, place.topic));
}

function divider(text, kind = "") {
  return el("li", { class: `divider ${kind}` }, el("span", {}, text));
}

function atBottom(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}

/** Stay at the bottom, whatever grows. */
function stick() {
  pinned = true;
  scroller().scrollTop = scroller().scrollHeight;
}

function tellNew(messages, stays) {
  const newest = messages.length ? BigInt(messages.at(-1).id) : 0n;
  if (newest > shown.newest) {
    const fresh = messages.filter((one) => BigInt(one.id) > shown.newest && one.author.id !== visit.person && !one.loading);
    for (const message of fresh.slice(-3)) announce(t("messages.said", { name: nameOf(message.author), text: spoken(message) }));
    if (messages.some((one) => BigInt(one.id) > shown.newest && one.author.id === visit.person)) toBottom();
    else if (!stays) byId("newer").hidden = false;
    shown.newest = newest;
  }
  if (stays) byId("newer").hidden = true;
}

function spoken(message) {
  const parts = [message.content, ...message.embeds.flatMap((one) => [one.title, one.description])];
  return plain(parts.filter(Boolean).join(". ")).slice(0, 280) || t("message.attachment");
}

function markSelected() {
  const rows = findAll(".message-row", listNode());
  for (const node of rows) {
    const chosen = node.dataset.id === visit.selected;
    node.classList.toggle("selected", chosen);
    if (chosen) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
  if (!rows.some((node) => node.tabIndex === 0)) rows.at(-1)?.setAttribute("tabindex", "0");
}

function rove(node, { focus = true } = {}) {
  for (const other of findAll('.message-row[tabindex="0"]', listNode())) other.tabIndex = -1;
  node.tabIndex = 0;
  if (focus) node.focus();
}

/** Scroll to the newest message. */
function toBottom() {
  stick();
  byId("newer").hidden = true;
  readHere(here());
}

/**
 * Show a message wherever it is: open its channel, scroll to it.
 * @param {string} id
 * @param {string | null} [channel]
 */
/**
 * Go to a message, in this channel or another.
 * @param {string} id
 * @param {string | null | undefined} channel
 */
export function showMessage(id, channel = null) {
  jumpTo = id;
  if (channel && channel !== visit.channel) go(channel);
  else jump(id);
}

function jump(id) {
  const node = findAll(".message-row", listNode()).find((one) => one.dataset.id === id);
  if (!node) return;
  jumpTo = null;
  node.scrollIntoView({ block: "center" });
  rove(node);
  node.classList.add("flash");
  setTimeout(() => node.classList.remove("flash"), 1600);
}

function keys(event) {
  const node = event.target.closest(".message-row");
  if (event.target !== node) {
    if (event.key === "Escape" && node) rove(node);
    return;
  }
  const rows = findAll(".message-row", listNode());
  const at = rows.indexOf(node);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to !== undefined && rows[to]) rove(rows[to]);
  else if (event.key === "Enter" || event.key === " ") select(node.dataset.id);
  else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) menuOf(get(`message:${node.dataset.id}`), node);
  else if (event.key === "Escape") byId("text").focus();
  else return;
  event.preventDefault();
}

/** Wire the list once. */
export function startMessages() {
  listNode().addEventListener("keydown", keys);
  listNode().addEventListener("focusin", (event) => {
    const node = event.target instanceof Element && event.target.closest(".message-row");
    if (node) rove(node, { focus: false });
  });
  byId("newer").addEventListener("click", toBottom);
  const grown = new ResizeObserver(() => pinned && stick());
  grown.observe(scroller());
  grown.observe(listNode());
  scroller().addEventListener("scroll", () => {
    pinned = atBottom(scroller());
    if (!pinned) return;
    byId("newer").hidden = true;
    readHere(here());
  });
  document.addEventListener("click", (event) => {
    const jumpLink = event.target instanceof Element && event.target.closest("a[data-channel]");
    if (!(jumpLink instanceof HTMLElement)) return;
    event.preventDefault();
    if (jumpLink.dataset.message) showMessage(jumpLink.dataset.message, jumpLink.dataset.channel);
    else go(jumpLink.dataset.channel);
  });
}
