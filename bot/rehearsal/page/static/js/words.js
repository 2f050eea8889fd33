/** The page's own sentences in the visitor's language. */

import { findAll } from "./find.js";
import { remembered, remember } from "./memory.js";

const LANGUAGES = ["en", "ko"];
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
let language = "en";
let words = {};
let plural = new Intl.PluralRules("en");

/** Return the page's language, "en" or "ko". */
export function lang() {
  return language;
}

/** Return the locale in which dates are written. */
export function dateLocale() {
  if (language === "ko") return "ko-KR";
  return navigator.languages.find((one) => one.startsWith("en-")) ?? "en-GB";
}

/** Return the locale that the visitor's app has, as Discord names it. */
export function appLocale() {
  return language === "ko" ? "ko" : "en-US";
}

/** Return a sentence; `{name}` in it is replaced. With `count` it may have a form for one. */
export function t(key, values = {}) {
  const form = values.count === undefined ? key : `${key}.${plural.select(values.count)}`;
  const text = words[form] ?? words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? apart(String(values[name])) : whole));
}

/** Set a text that may run from right to left apart from the sentence around it. */
function apart(text) {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Return a sentence as nodes and texts, in which `{name}` may stand for a node. */
export function tn(key, values) {
  const text = words[key] ?? key;
  return text.split(/(\{\w+\})/).map((part) => values[part.slice(1, -1)] ?? part);
}

/** Choose the language that was chosen before, or the browser's. */
export async function firstLanguage() {
  const known = remembered("language");
  const wanted = known ?? (navigator.language.startsWith("ko") ? "ko" : "en");
  await speak(LANGUAGES.includes(wanted) ? wanted : "en");
}

/** Speak a language from now on, also in what the page's frame says. */
export async function speak(wanted) {
  const answer = await fetch(new URL(`../words/${wanted}.json`, import.meta.url));
  words = await answer.json();
  language = wanted;
  plural = new Intl.PluralRules(wanted);
  remember("language", wanted);
  document.documentElement.lang = wanted;
  for (const node of findAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of findAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
    if (node.matches("button")) node.title = t(node.dataset.tLabel);
  }
}
