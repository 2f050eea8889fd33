/** Embeds: a coloured edge, author, title, words, fields, pictures, footer. */

import { el, langOf } from "./draw.js";
import { ownPath, picture } from "./files.js";
import { link } from "./inline.js";
import { hex } from "./names.js";
import { rich, richLine } from "./text.js";
import { saidAt } from "./times.js";

/** Draw all embeds of a message. */
export function embeds(message) {
  return message.embeds.length ? el("div", { class: "embeds" }, message.embeds.map((one) => embed(one, message))) : null;
}

function embed(what, message) {
  const colour = hex(what.color);
  return el("div", { class: "embed", style: colour ? { "--own": colour } : null, lang: langOf(`${what.title ?? ""}${what.description ?? ""}`) },
    el("div", { class: "embed-words" },
      author(what.author),
      what.title && el("p", { class: "embed-title", dir: "auto" }, what.url ? link(what.url, richLine(what.title)) : richLine(what.title)),
      what.description && rich(what.description),
      what.fields?.length ? el("div", { class: "fields" }, what.fields.map(field)) : null),
    what.thumbnail?.url && el("div", { class: "thumbnail" }, shown(what.thumbnail, message, what.title)),
    what.image?.url && el("div", { class: "embed-image" }, shown(what.image, message, what.title)),
    foot(what));
}

function shown(image, message, title) {
  const file = message.attachments.find((one) => ownPath(one.url) === ownPath(image.url));
  const { width, height, description } = { ...image, ...file };
  return picture(image.url, { alt: description ?? title ?? "", width, height });
}

function author(who) {
  if (!who?.name) return null;
  return el("p", { class: "embed-author", dir: "auto" }, who.url ? link(who.url, who.name) : who.name);
}

function field({ name, value, inline }) {
  const blank = !name.replace(/[\u200b\s]/g, "");
  return el("div", { class: inline ? "field field-inline" : "field" },
    !blank && el("p", { class: "field-name", dir: "auto" }, richLine(name)), rich(value));
}

function foot({ footer, timestamp }) {
  if (!footer?.text && !timestamp) return null;
  return el("p", { class: "embed-foot" },
    footer?.text && el("span", { dir: "auto" }, footer.text), timestamp && saidAt(timestamp));
}
