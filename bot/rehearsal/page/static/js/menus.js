/** Context menus of messages and people, the application's own commands among them. */

import { el } from "./draw.js";
import { deed, get } from "./connection.js";
import { edit, replyTo } from "./drafts.js";
import { find, findAll } from "./find.js";
import { confirmed, openForm } from "./forms.js";
import { member, nameOf } from "./names.js";
import { notice, refused } from "./notices.js";
import { openBeside } from "./popover.js";
import { offerReactions } from "./reactions.js";
import { plain } from "./text.js";
import { go, here, isThread, visit } from "./visit.js";
import { lang, t } from "./words.js";

const [ON_USER, ON_MESSAGE] = [2, 3];
const MOST_NAME = 100;

/** Return a command's or option's name (or description) in the visitor's language. */
export function localised(what, key = "name") {
  return what[`${key}_localizations`]?.[lang() === "ko" ? "ko" : "en-US"] ?? what[key];
}

/** Open what can be done with a message. */
export function menuOf(message, anchor) {
  const place = here();
  const { may } = place;
  const mine = message.author.id === visit.person;
  const can = !message.ephemeral;
  openMenu(anchor, t("menu.message"), [
    can && may.includes("send") && ["reply", t("menu.reply"), () => replyTo(message.id)],
    can && mine && message.type !== 21 && ["edit", t("menu.edit"), () => edit(message)],
    can && may.includes("react") && ["react", t("menu.react"), () => offerReactions(anchor, message)],
    can && may.includes("thread") && !message.thread && !isThread(place) && place.kind === 0 && ["thread", t("menu.thread"), () => newThread(message)],
    can && may.includes("pin") && ["pin", t(message.pinned ? "menu.unpin" : "menu.pin"), () => deed("pin", { message: message.id, pinned: !message.pinned }).catch(refused)],
    ["copy", t("menu.copy"), () => copy(message)],
    (mine || may.includes("manage_messages") || message.ephemeral) && ["delete", t("menu.delete"), () => remove(message), "danger"],
  ], can ? apps(ON_MESSAGE, (command) => deed("menu", { message: message.id, name: command.name })) : []);
}

/** Open what can be done with a person. */
export function userMenuOf(id, anchor) {
  const known = member(id);
  openMenu(anchor, nameOf(id), [
    id !== visit.person && ["message", t("menu.direct"), () => direct(id)],
    ["copy-name", t("menu.copy_name"), () => write(nameOf(id))],
  ], known && here() ? apps(ON_USER, (command) => deed("user_menu", { channel: visit.channel, user: id, name: command.name })) : []);
}

function apps(kind, use) {
  const commands = (get("commands") ?? []).filter((one) => one.type === kind);
  return commands.map((one) => [`app:${one.name}`, localised(one), () => use(one).catch(refused)]);
}

function openMenu(anchor, label, own, ofApps) {
  const make = ([key, text, act, kind]) => el("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: `menu-item ${kind ?? ""}`, dataset: { menu: key },
    onclick: () => {
      close();
      act();
    },
  }, el("span", { dir: "auto" }, text));
  const group = ofApps.length && el("div", { role: "group", "aria-label": t("menu.apps"), class: "menu-group" },
    el("p", { class: "menu-title", "aria-hidden": "true" }, t("menu.apps")), ofApps.map(make));
  const menu = el("div", { role: "menu", "aria-label": label, class: "menu", tabindex: "-1", oncontextmenu: (event) => event.preventDefault() }, own.filter(Boolean).map(make), group || null);
  menu.addEventListener("keydown", (event) => menuKeys(event, findAll("[role=menuitem]", menu)));
  const close = openBeside(anchor, menu, { focus: find("[role=menuitem]", menu) });
}

/** Move through a menu's items with the arrow keys, or by their first letter. */
export function menuKeys(event, all) {
  const at = all.findIndex((one) => one === document.activeElement);
  const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
  const letter = event.key.length === 1 ? all.find((one) => one.textContent.toLowerCase().startsWith(event.key.toLowerCase())) : null;
  const next = to !== undefined ? all[to] : letter;
  if (!next) return;
  event.preventDefault();
  next.focus();
}

async function direct(id) {
  try {
    go((await deed("direct", { user: id })).channel);
  } catch (error) {
    refused(error);
  }
}

function newThread(message) {
  openForm({
    title: t("thread.new"),
    components: [{ type: 18, label: t("thread.name"), component: { type: 4, style: 1, custom_id: "name", max_length: MOST_NAME, value: plain(message.content).slice(0, 40) } }],
  }, {
    action: t("thread.create"),
    submit: async ({ name }) => go((await deed("thread", { message: message.id, name })).channel),
  });
}

async function remove(message) {
  if (message.ephemeral || await confirmed(t("delete.title"), plain(message.content).slice(0, 200), t("menu.delete"))) {
    await deed("delete", { message: message.id }).catch(refused);
  }
}

function copy(message) {
  const words = [message.content, ...message.embeds.flatMap((one) => [one.title, one.description])];
  write(words.filter(Boolean).join("\n"));
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice(t("menu.copied"));
  } catch {
    notice(t("menu.not_copied"));
  }
}
