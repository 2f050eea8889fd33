/** What can be pressed or chosen under a message, and what became of it. */

import { el } from "./draw.js";
import { all, deed } from "./connection.js";
import { icon } from "./icons.js";
import { link } from "./inline.js";
import { refused } from "./notices.js";
import { picker } from "./picker.js";
import { picture } from "./files.js";
import { rich } from "./text.js";
import { t } from "./words.js";

const [ROW, BUTTON, LINK_STYLE] = [1, 2, 5];
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

/** Return the visitor's interactions that came of a message's components. */
export function interactionsOf(message) {
  return all("interaction:").filter((one) => one.source === message.id);
}

/** Draw a message's components. */
export function components(message) {
  if (!message.components?.length) return failure(message);
  const waiting = new Set(interactionsOf(message).filter((one) => one.state === "waiting").map((one) => one.custom_id));
  return [el("div", { class: "components" }, message.components.map((one) => part(one, message, waiting))), failure(message)];
}

function part(one, message, waiting) {
  switch (one.type) {
    case ROW: return el("div", { class: "row" }, one.components.map((inner) => part(inner, message, waiting)));
    case BUTTON: return button(one, message, waiting.has(one.custom_id));
    case 3: case 5: case 6: case 7: case 8: return select(one, message, waiting.has(one.custom_id));
    case 9: return el("div", { class: "section" }, el("div", {}, one.components.map((inner) => part(inner, message, waiting))), one.accessory && part(one.accessory, message, waiting));
    case 10: return rich(one.content);
    case 11: return picture(one.media.url, { alt: one.description ?? "" });
    case 12: return el("div", { class: "attachments" }, one.items.map((item) => picture(item.media.url, { alt: item.description ?? "" })));
    case 14: return el("hr");
    case 17: return el("div", { class: "embed" }, one.components.map((inner) => part(inner, message, waiting)));
    default: return null;
  }
}

function face(one) {
  const emoji = one.emoji && !one.emoji.id ? el("span", { class: "emoji" }, one.emoji.name) : null;
  return [emoji, one.label && el("span", { dir: "auto" }, one.label)];
}

function button(one, message, busy) {
  if (one.style === LINK_STYLE) return link(one.url, [face(one), icon("out")], { class: "button button-link" });
  return el("button", {
    type: "button",
    class: `button button-${STYLES[one.style] ?? "secondary"}`,
    disabled: Boolean(one.disabled),
    "aria-busy": busy ? "true" : null,
    dataset: { focus: `press:${message.id}:${one.custom_id}`, press: one.custom_id ?? "" },
    onclick: () => !busy && deed("press", { message: message.id, custom_id: one.custom_id }).catch(refused),
  }, face(one), busy && el("span", { class: "dots", role: "img", "aria-label": t("component.busy") }));
}

function select(one, message, busy) {
  return picker(one, {
    busy,
    focusName: `choose:${message.id}:${one.custom_id}`,
    chosen: (values) => deed("choose", { message: message.id, custom_id: one.custom_id, values }).catch(refused),
  });
}

function failure(message) {
  const failed = interactionsOf(message).some((one) => one.state === "failed");
  return failed ? el("p", { class: "failed", role: "status" }, t("component.failed")) : null;
}
