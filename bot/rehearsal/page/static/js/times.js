/** World time, and how it is written: dates in the reader's language and zone, relative times that tick. */

import { el } from "./draw.js";
import { get } from "./connection.js";
import { findAll } from "./find.js";
import { dateLocale } from "./words.js";

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const STYLES = {
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  d: { year: "numeric", month: "2-digit", day: "2-digit" },
  D: { year: "numeric", month: "long", day: "numeric" },
  f: { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" },
  F: { weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" },
};
const formats = new Map();

/** Return the world's time as a Date: it can be moved. */
export function now() {
  return new Date(Date.now() + (get("clock")?.offset ?? 0));
}

/**
 * Write a date by Discord's styles (t T d D f F), or by options of Intl.
 * @param {Date} date
 * @param {string | Intl.DateTimeFormatOptions} [style]
 * @param {string} [zone]
 */
export function written(date, style = "f", zone = undefined) {
  const options = typeof style === "string" ? STYLES[style] ?? STYLES.f : style;
  const key = JSON.stringify([dateLocale(), options, zone]);
  if (!formats.has(key)) {
    const cycle = options.hour ? { hourCycle: "h23" } : {};
    formats.set(key, new Intl.DateTimeFormat(dateLocale(), { ...options, ...cycle, timeZone: zone }));
  }
  return formats.get(key).format(date);
}

/** Write how far a date is from the world's time: “2 hours ago”. */
function relative(date) {
  const seconds = Math.round((date.getTime() - now().getTime()) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS[UNITS.length - 1];
  return new Intl.RelativeTimeFormat(dateLocale(), { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

/** Draw a moment as a text has it: `<t:…:R>` ticks. */
export function stamp(seconds, style = "f") {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || Math.abs(seconds) > 8.6e12) return document.createTextNode(`<t:${seconds}>`);
  const ticking = style === "R";
  return el("time", {
    class: "stamp",
    datetime: date.toISOString(),
    title: written(date, "F"),
    dataset: ticking ? { relative: String(date.getTime()) } : {},
  }, ticking ? relative(date) : written(date, style));
}

/** Draw when something was said. */
export function saidAt(iso, { short = false } = {}) {
  const date = new Date(iso);
  return el("time", { datetime: iso, title: written(date, "F") }, short ? written(date, "t") : dayAndTime(date));
}

function dayAndTime(date) {
  const sameDay = written(date, "D") === written(now(), "D");
  return sameDay ? written(date, "t") : written(date, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** Draw how long ago something was; it ticks. */
export function since(iso) {
  const date = new Date(iso);
  return el("time", { datetime: iso, title: written(date, "F"), dataset: { relative: String(date.getTime()) } }, relative(date));
}

/** Let everything that says how long ago tick, once a second. */
export function startTicking(alsoTick) {
  setInterval(() => {
    for (const node of findAll("time[data-relative]")) {
      const text = relative(new Date(Number(node.dataset.relative)));
      if (node.textContent !== text) node.textContent = text;
    }
    alsoTick();
  }, 1000);
}

/** Return the snowflake that something said now would have. */
export function snowflakeNow() {
  return BigInt(now().getTime() - 1420070400000) << 22n;
}
