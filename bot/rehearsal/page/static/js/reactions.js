/** Reactions under a message, and the little list to add one from. */

import { el } from "./draw.js";
import { deed } from "./connection.js";
import { icon } from "./icons.js";
import { refused } from "./notices.js";
import { openBeside } from "./popover.js";
import { t } from "./words.js";

const OFFERED = ["👍", "❤️", "😂", "😮", "😢", "🎉", "🙏", "👏", "🔥", "✨", "⭐", "🎸", "🎹", "🎤", "🐳", "🌊", "👀", "✅"];

/** Draw the reactions of a message; each is a switch. */
export function reactions(message, mayReact) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map((one) => reaction(one, message)), mayReact && adder(message));
}

function reaction({ emoji, count, me }, message) {
  const sign = emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name;
  return el("button", {
    type: "button", class: "reaction", "aria-pressed": String(me),
    "aria-label": t("reaction.count", { emoji: emoji.name, count }),
    dataset: { focus: `react:${message.id}:${sign}` },
    onclick: () => deed(me ? "unreact" : "react", { message: message.id, emoji: sign }).catch(refused),
  }, el("span", { class: "emoji" }, emoji.id ? `:${emoji.name}:` : emoji.name), el("span", {}, String(count)));
}

function adder(message) {
  return el("button", {
    type: "button", class: "reaction", "aria-label": t("reaction.add"), "aria-haspopup": "true",
    dataset: { focus: `react-add:${message.id}` },
    onclick: (event) => offerReactions(event.currentTarget, message),
  }, icon("smile"));
}

/** Open the list of emojis beside something. */
export function offerReactions(anchor, message) {
  const buttons = OFFERED.map((emoji, index) => el("button", {
    type: "button", class: "emoji-button", tabindex: index ? "-1" : "0", "aria-label": emoji,
    onclick: () => {
      close();
      deed("react", { message: message.id, emoji }).catch(refused);
    },
  }, el("span", { class: "emoji" }, emoji)));
  const box = el("div", { class: "emoji-list", role: "group", "aria-label": t("reaction.add") }, buttons);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 6, ArrowUp: -6 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.findIndex((one) => one === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
  const close = openBeside(anchor, box, { focus: buttons[0] });
}
