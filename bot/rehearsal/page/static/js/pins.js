/** What is pinned in the open channel, in a list that leads to it. */

import { el, keyed } from "./draw.js";
import { deed, get } from "./connection.js";
import { attachments } from "./files.js";
import { embeds } from "./embeds.js";
import { icon } from "./icons.js";
import { showMessage } from "./messages.js";
import { namePlate } from "./names.js";
import { refused } from "./notices.js";
import { rich } from "./text.js";
import { saidAt } from "./times.js";
import { here, visit } from "./visit.js";
import { lang, t } from "./words.js";

/** @type {HTMLElement | null} */
let list = null;

/** Open the list. */
export function openPins() {
  list = el("ul", { class: "pins" });
  const close = el("button", { type: "button", class: "icon-button form-close", "aria-label": t("close"), onclick: () => box.close() }, icon("close"));
  const box = el("dialog", { class: "form", "aria-labelledby": "pins-title", onclose: () => {
    box.remove();
    list = null;
  } }, el("h2", { id: "pins-title" }, t("pins.title")), list, close);
  document.body.append(box);
  box.showModal();
  drawPins();
}

/** Bring the open list up to date. */
export function drawPins() {
  if (!list) return;
  const pins = get("pins") ?? [];
  const items = pins.map((one) => ({ key: one.id, mark: JSON.stringify([one, here()?.may, lang()]), make: () => pin(one) }));
  keyed(list, items.length ? items : [{ key: "none", mark: lang(), make: () => el("li", { class: "quiet" }, t("pins.none")) }]);
}

function pin(message) {
  return el("li", { class: "pin" },
    el("p", { class: "message-head" }, namePlate(message.author), saidAt(message.timestamp)),
    message.content && rich(message.content), attachments(message), embeds(message),
    el("div", { class: "row" },
      el("button", { type: "button", class: "button button-secondary", onclick: (event) => {
        event.currentTarget.closest("dialog").close();
        showMessage(message.id, visit.channel);
      } }, t("pins.go")),
      here()?.may.includes("pin") && el("button", { type: "button", class: "button button-secondary", onclick: () => deed("pin", { message: message.id, pinned: false }).catch(refused) }, t("menu.unpin"))));
}
