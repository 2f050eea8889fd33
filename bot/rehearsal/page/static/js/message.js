/** One message: who, when, what, and what can be done with it. */

import { el, langOf, unseen } from "./draw.js";
import { deed, get } from "./connection.js";
import { components } from "./components.js";
import { withContextMenu } from "./context-menu.js";
import { embeds } from "./embeds.js";
import { attachments } from "./files.js";
import { icon } from "./icons.js";
import { localised, menuOf, userMenuOf } from "./menus.js";
import { avatar, namePlate, nameOf, place, placeTitle } from "./names.js";
import { refused } from "./notices.js";
import { offerReactions, reactions } from "./reactions.js";
import { plain, rich } from "./text.js";
import { saidAt, written } from "./times.js";
import { t, tn } from "./words.js";
import { go } from "./visit.js";
import { replyTo } from "./drafts.js";

const SYSTEM = { 6: "system.pinned", 18: "system.thread", 7: "system.joined" };
const STARTER = 21;
const QUOTE = 120;

/** Draw a message. `joined`: it goes on from the one above, by the same author. */
export function messageNode(message, { joined, jump, may }) {
  if (SYSTEM[message.type]) return systemNode(message, jump);
  const what = message.type === STARTER ? message.referenced_message ?? message : message;
  const head = joined ? null : header(what);
  return el("div", { class: `message ${joined ? "joined" : ""} ${message.mentions_me ? "calls-me" : ""} ${message.ephemeral ? "ephemeral" : ""}` },
    usedLine(what), quoteLine(message, jump),
    el("div", { class: "message-side" }, joined ? el("span", { class: "message-time" }, saidAt(what.timestamp, { short: true })) : userButton(what.author)),
    el("div", { class: "message-body" }, head, body(what), threadLink(message), reactions(message, may.includes("react")),
      message.ephemeral && ephemeralLine(message)),
    message.type !== STARTER && tools(message, may));
}

function header(message) {
  const { author, timestamp, content } = message;
  return el("div", { class: "message-head" },
    el("button", { type: "button", class: "name-button", tabindex: "-1", onclick: (event) => userMenuOf(author.id, event.currentTarget) }, namePlate(author)),
    author.bot && el("span", { class: "badge" }, t("badge.app")), saidAt(timestamp), !content && editedMark(message));
}

function editedMark({ edited_timestamp: at, loading }) {
  return at && !loading ? el("span", { class: "edited", title: written(new Date(at), "F") }, t("message.edited")) : null;
}

function userButton(author) {
  const node = el("button", {
    type: "button", class: "avatar-button", tabindex: "-1", "aria-label": t("user.menu", { name: nameOf(author) }),
    onclick: () => userMenuOf(author.id, node),
  }, avatar(author));
  return withContextMenu(node, () => userMenuOf(author.id, node));
}

function body(message) {
  if (message.loading) {
    return el("p", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }), t("message.thinking", { name: nameOf(message.author) }));
  }
  const words = message.content ? rich(message.content, { class: "content" }) : null;
  const edited = editedMark(message);
  if (words && edited) (words.lastElementChild ?? words).append(" ", edited);
  return [words, attachments(message), embeds(message), components(message)];
}

function usedLine({ interaction_metadata: used }) {
  if (used?.type !== 2 || !used.name) return null;
  const type = used.command_type ?? 1;
  const name = localised(get("commands")?.find((one) => one.name === used.name && (one.type ?? 1) === type) ?? used);
  return el("p", { class: "above-line" }, icon("reply"), tn("message.used", { name: namePlate(used.user), command: el("span", { class: "command-name" }, type > 1 ? name : `/${name}`) }));
}

function quoteLine(message, jump) {
  if (message.type !== 19) return null;
  const quoted = message.referenced_message;
  if (!quoted) return el("p", { class: "above-line" }, icon("reply"), t("message.gone"));
  const words = plain(quoted.content) || quoted.embeds[0]?.title || quoted.embeds[0]?.description || t("message.attachment");
  return el("div", { class: "above-line" }, icon("reply"), avatar(quoted.author, { class: "avatar-tiny" }), namePlate(quoted.author),
    el("button", { type: "button", class: "quote", tabindex: "-1", dir: "auto", lang: langOf(words), onclick: () => jump(quoted.id) }, unseen(t("message.jump")), words.slice(0, QUOTE)));
}

function threadLink({ thread, channel_id: channel }) {
  if (!thread || thread.id === channel) return null;
  const known = place(thread.id);
  return el("button", { type: "button", class: "thread-link", onclick: () => go(thread.id), disabled: !known, dataset: { focus: `thread:${thread.id}` } },
    icon("thread"), el("span", { class: "thread-name", dir: "auto" }, known ? placeTitle(known) : thread.name),
    el("span", { class: "quiet" }, t("thread.count", { count: known?.sent ?? thread.total_message_sent ?? 0 })));
}

function ephemeralLine(message) {
  return el("p", { class: "ephemeral-line" }, icon("eye"), t("message.ephemeral"), " ",
    el("button", { type: "button", class: "link-button", onclick: () => deed("delete", { message: message.id }).catch(refused) }, t("message.dismiss")));
}

function systemNode(message, jump) {
  const subject = message.type === 6 ? message.message_reference?.message_id : null;
  const title = message.content || (message.thread?.name ?? "");
  const values = { name: namePlate(message.author), title: el("span", { class: "system-title", dir: "auto" }, title) };
  const act = subject ? () => jump(subject) : message.message_reference?.channel_id ? () => go(message.message_reference.channel_id) : null;
  return el("div", { class: "message system" },
    el("div", { class: "message-side" }, icon(message.type === 6 ? "pin" : "thread")),
    el("div", { class: "message-body" }, el("p", {}, tn(SYSTEM[message.type], values), " ",
      act && el("button", { type: "button", class: "link-button", onclick: act }, t("system.look")), " ", saidAt(message.timestamp))));
}

function tools(message, may) {
  const tool = (name, label, act) => el("button", { type: "button", class: "icon-button", tabindex: "-1", "aria-label": label, title: label, dataset: { focus: `${name}:${message.id}`, tool: name }, onclick: act }, icon(name));
  return el("div", { class: "tools" },
    may.includes("react") && !message.ephemeral && tool("smile", t("reaction.add"), (event) => offerReactions(event.currentTarget, message)),
    may.includes("send") && !message.ephemeral && tool("reply", t("menu.reply"), () => replyTo(message.id)),
    tool("more", t("menu.more"), (event) => menuOf(message, event.currentTarget)));
}
