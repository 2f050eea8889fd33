/** How far away this Discord is: each request and each event takes as long as the visitor wants. */

import { el, redraw } from "./draw.js";
import { deed, get } from "./connection.js";
import { byId, find } from "./find.js";
import { icon } from "./icons.js";
import { menuKeys } from "./menus.js";
import { refused } from "./notices.js";
import { openBeside } from "./popover.js";
import { lang, t } from "./words.js";

/** Milliseconds, as the server knows them. @type {Record<string, [number, number]>} */
const KNOWN = { none: [0, 0], usual: [50, 150], slow: [400, 1200], very_slow: [2500, 4000] };

const button = () => byId("latency");

/** Draw how far away it is. */
export function drawLatency() {
  const [least, most] = get("latency") ?? KNOWN.none;
  const text = most ? t("latency.face", { least, most }) : t("latency.face.none");
  redraw(find(".label", button()), `${text}${lang()}`, () => text);
  button().title = t("latency.title");
}

function openLatencies() {
  const now = String(get("latency") ?? KNOWN.none);
  const items = Object.entries(KNOWN).map(([name, times]) => el("button", {
    type: "button", role: "menuitemradio", "aria-checked": String(String(times) === now), tabindex: "-1", class: "menu-item", dataset: { latency: name },
    onclick: () => {
      close();
      deed("latency", { to: name }).catch(refused);
    },
  }, t(`latency.${name}`)));
  const menu = el("div", { role: "menu", class: "menu", "aria-label": t("latency.title"), tabindex: "-1" },
    el("p", { class: "menu-title", "aria-hidden": "true" }, t("latency.title")), items);
  menu.addEventListener("keydown", (event) => menuKeys(event, items));
  const close = openBeside(button(), menu, { focus: items.find((one) => one.getAttribute("aria-checked") === "true") ?? items[0] });
}

/** Wire the control once. */
export function startLatency() {
  button().append(icon("down"));
  button().addEventListener("click", openLatencies);
}
