/** Where the visitor writes: grows, sends with Enter, replies, edits, attaches; `/` leads to commands. */

import { el, redraw } from "./draw.js";
import { deed, get } from "./connection.js";
import { completions, spelled } from "./completion.js";
import { byId, find } from "./find.js";
import { commandsFor, drawSlash } from "./slash.js";
import { change, draft, edit, onDraft } from "./drafts.js";
import { packed, size } from "./files.js";
import { icon } from "./icons.js";
import { nameOf, placeTitle } from "./names.js";
import { refused } from "./notices.js";
import { suggest } from "./suggest.js";
import { doneTyping, tellTyping } from "./typing.js";
import { here, isForum, isThread, visit } from "./visit.js";
import { lang, t } from "./words.js";

const MOST = 2000;
const TELLS_FROM = 1800;
const TALLEST = 220;
/** @type {any} */
let shownFor = null;
/** @type {{ place: string, person: string | null }} */
let shownIn = { place: "", person: null };
/** @type {ReturnType<typeof suggest>} */
let picking;
let sending = false;

/** @returns {HTMLTextAreaElement} */
const input = () => byId("text");

/** Draw the composer for the open channel, its text untouched while it stays open. */
export function drawComposer() {
  const place = here();
  if (!place || isForum(place)) return;
  const now = draft();
  if (shownFor !== now) {
    carry(now);
    showDraft();
  }
  shownIn = { place: place.id, person: visit.personName };
  const may = place.may.includes("send") && !(place.locked && !place.may.includes("manage_messages"));
  input().disabled = !may;
  /** @type {HTMLButtonElement} */ (find("#composer .send")).disabled = !may;
  byId("attach").hidden = !place.may.includes("attach");
  const key = !may ? "composer.closed" : isThread(place) ? "composer.thread" : place.with ? "composer.direct" : "composer.placeholder";
  const words = t(key, { name: placeTitle(place) });
  if (input().placeholder !== words) {
    input().placeholder = words;
    input().setAttribute("aria-label", words);
  }
  drawAbove(now);
  drawSlash(byId("slash"), now, cancelCommand);
  const box = byId("composer-box");
  const opens = box.hidden && !now.command;
  box.hidden = Boolean(now.command);
  if (opens) grow();
  tellLength();
}

/** Take what was being written along when its channel is gone. */
function carry(now) {
  const gone = shownFor && shownIn.person === visit.personName && !get("places").some((one) => one.id === shownIn.place);
  if (!gone || now.text || !shownFor.text) return;
  now.text = shownFor.text;
  shownFor.text = "";
}

function showDraft() {
  shownFor = draft();
  input().value = shownFor.text;
  picking?.close();
  grow();
}

function drawAbove(now) {
  const subject = get(`message:${now.replyTo ?? now.editing}`);
  const mark = JSON.stringify([now.replyTo, now.ping, now.editing, now.files.map((one) => [one.name, one.size]), subject?.author.id, lang()]);
  redraw(byId("composer-above"), mark, () => [
    now.replyTo && subject && el("div", { class: "composer-bar" }, el("span", {}, t("composer.reply", { name: nameOf(subject.author) })),
      el("label", {}, el("input", { type: "checkbox", checked: now.ping, onchange: (event) => change({ ping: event.target.checked }, { focus: false }) }), t("composer.ping")),
      closer(() => change({ replyTo: null }))),
    now.editing && el("div", { class: "composer-bar" }, el("span", {}, t("composer.editing")), closer(() => change({ editing: null, text: "" }))),
    now.files.length ? el("ul", { class: "composer-files" }, now.files.map((file) => el("li", {}, icon("file"), el("span", { dir: "auto" }, file.name), el("span", { class: "quiet" }, size(file.size)),
      closer(() => change({ files: now.files.filter((one) => one !== file) }), t("composer.remove", { name: file.name }))))) : null,
  ]);
}

function closer(act, label = t("close")) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, onclick: act }, icon("close"));
}

function grow() {
  input().style.setProperty("height", "auto");
  input().style.setProperty("height", `${Math.min(input().scrollHeight, TALLEST)}px`);
}

function tellLength() {
  const counter = byId("counter");
  const { length } = [...input().value];
  const text = length > TELLS_FROM ? String(MOST - length) : "";
  if (counter.textContent !== text) counter.textContent = text;
  counter.classList.toggle("over", length > MOST);
}

/** Send, or save what is edited. The text stays when Discord refuses it. */
export async function send() {
  const now = draft();
  const place = here();
  const text = spelled(now.text.trim(), now.named);
  if (sending || !place || (!text && !now.files.length)) return;
  sending = true;
  const before = { text: now.text, replyTo: now.replyTo, editing: now.editing, files: now.files };
  try {
    const files = await Promise.all(now.files.map(packed));
    change({ text: "", replyTo: null, editing: null, files: [] });
    if (before.editing) await deed("edit", { message: before.editing, text });
    else await deed("say", { channel: place.id, text, ...(before.replyTo ? { reply_to: before.replyTo, ping: now.ping } : {}), ...(files.length ? { files } : {}) });
    doneTyping();
    now.named = [];
    now.ping = true;
  } catch (error) {
    if (!now.text && !now.files.length) Object.assign(now, before);
    shownFor = null;
    refused(error);
  } finally {
    sending = false;
  }
  drawComposer();
}

function cancelCommand() {
  change({ command: null });
}

function editLast() {
  const mine = (get("messages") ?? []).map((id) => get(`message:${id}`)).findLast((one) => one?.author.id === visit.person && !one.ephemeral);
  if (mine) edit(mine);
}

function keys(event) {
  if (picking.key(event)) return;
  const now = draft();
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (event.key === "ArrowUp" && !now.text && !now.editing) {
    event.preventDefault();
    editLast();
  } else if (event.key === "Escape" && (now.editing || now.replyTo)) {
    change(now.editing ? { editing: null, text: "" } : { replyTo: null });
  }
}

function offered() {
  const text = input().value;
  if (text.startsWith("/") && !text.includes("\n")) return commandsFor(text.slice(1));
  return completions(text.slice(0, input().selectionStart));
}

function picked(option) {
  if (option.command) return change({ command: { path: option.command.path, values: {} }, text: "" });
  const at = input().selectionStart;
  const before = input().value.slice(0, at).replace(/[@#][^\s@#]*$/, "");
  const text = `${before}${option.insert} `;
  const now = draft();
  now.named = [...now.named, { text: option.insert, spelled: option.spelled }];
  change({ text: text + input().value.slice(at) });
  input().setSelectionRange(text.length, text.length);
  picking.close();
}

function attach(files) {
  if (here()?.may.includes("attach")) change({ files: [...draft().files, ...files].slice(0, 10) });
}

/** Wire the composer once. */
export function startComposer() {
  const form = byId("composer");
  /** @type {HTMLInputElement} */
  const chooser = byId("files");
  picking = suggest(input(), byId("suggestions"), { source: offered, pick: picked });
  onDraft(({ focus }) => {
    showDraft();
    drawComposer();
    if (focus && !draft().command) input().focus();
  });
  input().addEventListener("input", () => {
    draft().text = input().value;
    tellTyping(input().value);
    grow();
    tellLength();
    picking.refresh();
  });
  input().addEventListener("keydown", keys);
  input().addEventListener("blur", () => setTimeout(() => document.activeElement !== input() && picking.close(), 150));
  input().addEventListener("paste", (event) => {
    const files = [...event.clipboardData?.files ?? []];
    if (!files.length) return;
    event.preventDefault();
    attach(files);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    attach(event.dataTransfer?.files ?? []);
  });
  byId("attach").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    attach(chooser.files ?? []);
    chooser.value = "";
  });
}
