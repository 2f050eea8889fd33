/** Who is typing here: a line under the messages; and that the visitor is, told to everybody else. */

import { redraw } from "./draw.js";
import { deed } from "./connection.js";
import { byId } from "./find.js";
import { nameOf } from "./names.js";
import { here } from "./visit.js";
import { lang, t } from "./words.js";

const AGAIN = 8000;
const MOST_NAMED = 3;
let told = { place: "", at: -AGAIN };

/** Draw who is typing in the open channel. */
export function drawTyping() {
  const names = (here()?.typing ?? []).map((id) => nameOf(id));
  redraw(byId("typing"), `${names}${lang()}`, () => (names.length ? words(names) : null));
}

function words(names) {
  if (names.length > MOST_NAMED) return t("typing.many");
  const list = lang() === "ko" ? names.join(", ") : new Intl.ListFormat(lang()).format(names);
  return t("typing.some", { count: names.length, names: list });
}

/** Tell that the visitor is typing, every few seconds. */
export function tellTyping(text) {
  const place = here();
  const now = performance.now();
  if (!place || !text || text.startsWith("/") || (told.place === place.id && now - told.at < AGAIN)) return;
  told = { place: place.id, at: now };
  deed("typing", { channel: place.id }).catch(() => {});
}

/** Forget it, because it was sent. */
export function doneTyping() {
  told = { place: "", at: -AGAIN };
}
