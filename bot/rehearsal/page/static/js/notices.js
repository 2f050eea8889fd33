/** What the page itself has to say: refusals, a lost line; and what a screen reader hears of new messages. */

import { el } from "./draw.js";
import { byId, findAll } from "./find.js";
import { icon } from "./icons.js";
import { t } from "./words.js";
import { Refused } from "./connection.js";

const STAYS = 7000;

/** Show a short notice, read out politely. */
export function notice(text, { kind = "plain" } = {}) {
  const box = byId("notices");
  for (const same of findAll(".notice", box).filter((one) => one.textContent === text)) same.remove();
  const close = el("button", { type: "button", class: "icon-button", "aria-label": t("close") }, icon("close"));
  const node = el("p", { class: `notice notice-${kind}` }, el("span", { dir: "auto" }, text), close);
  const leave = () => node.remove();
  close.addEventListener("click", leave);
  setTimeout(leave, STAYS);
  box.append(node);
  while (box.children.length > 2) box.firstChild?.remove();
}

/** Return what a refusal says, in the visitor's words where the page knows them. */
export function reason(error) {
  if (!(error instanceof Refused)) throw error;
  const key = `refused.${error.code}`;
  const known = t(key);
  if (known !== key && error.code !== 0) return known;
  return [error.message, ...detailed(error.errors)].filter(Boolean).join(" · ") || t("refused.0");
}

/** Return the sentences within Discord's nested `errors`. */
export function detailed(errors) {
  if (!errors || typeof errors !== "object") return [];
  const own = (errors._errors ?? []).map((one) => one.message);
  return [...own, ...Object.entries(errors).filter(([key]) => key !== "_errors").flatMap(([, value]) => detailed(value))];
}

/** Show why something could not be done. For `.catch`. */
export function refused(error) {
  notice(reason(error), { kind: "refused" });
}

/** Have assistive technology say something when it is free to. */
export function announce(text) {
  const box = byId("spoken");
  box.append(el("p", {}, text));
  while (box.children.length > 5) box.firstChild?.remove();
}

/** Show or hide that the line to the rehearsal is lost. */
export function showLine(status) {
  byId("line").hidden = status === "open";
}
