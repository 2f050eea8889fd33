/** Discord's markdown within a line: bold and its like, code, links, mentions, timestamps. */

import { el, bdi } from "./draw.js";
import { nameOf, place, placeTitle, role, hex } from "./names.js";
import { stamp } from "./times.js";
import { icon } from "./icons.js";
import { t } from "./words.js";
import { go, visit } from "./visit.js";

const DEEPEST = 8;
const MOST_TRIES = 30;
const STYLES = [["***", "b-i"], ["**", "strong"], ["__", "u"], ["~~", "s"], ["||", "spoiler"], ["*", "em"], ["_", "em"]];
const TAG = /<(?:(@!?|@&|#)(\d{1,20})|t:(-?\d{1,14})(?::([tTdDfFR]))?|(a?):(\w{1,32}):\d{1,20}|\/([-\w\p{L}]{1,32}(?: [-\w\p{L}]{1,32}){0,2}):\d{1,20}|(https?:\/\/[^\s<>]{1,2000}))>/uy;
const MASKED = /\[((?:[^[\]\n\\]|\\.){1,500})\]\(<?(https?:\/\/[^\s<>()]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,500})?)>?(?: "[^"\n]{0,200}")?\)/y;
const BARE = /https?:\/\/[^\s<>]{1,2000}/y;
const PLAIN = /[^\\`*_~|<[h@]+/y;

/** Return a line's nodes. */
export function inline(text, depth = 0) {
  const nodes = [];
  let said = "";
  const push = (node) => {
    if (said) nodes.push(said);
    said = "";
    nodes.push(node);
  };
  let at = 0;
  while (at < text.length) {
    const plain = matched(PLAIN, text, at);
    if (plain) {
      said += plain[0];
      at += plain[0].length;
      continue;
    }
    const found = special(text, at, depth);
    if (found) push(found.node);
    else said += text[at];
    at += found ? found.length : 1;
  }
  if (said) nodes.push(said);
  return nodes;
}

function matched(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function special(text, at, depth) {
  const sign = text[at];
  if (sign === "\\" && /[\\`*_~|<[\]>#@:-]/.test(text[at + 1] ?? "")) return { node: text[at + 1], length: 2 };
  if (sign === "`") return code(text, at);
  if (sign === "<") return tag(text, at);
  if (sign === "[") return masked(text, at, depth);
  if (sign === "h") return bare(text, at);
  if (sign === "@") return everyone(text, at);
  return depth < DEEPEST ? styled(text, at, depth) : null;
}

function code(text, at) {
  const mark = text.startsWith("``", at) ? "``" : "`";
  const end = text.indexOf(mark, at + mark.length);
  if (end <= at + mark.length) return null;
  return { node: el("code", {}, text.slice(at + mark.length, end)), length: end + mark.length - at };
}

function styled(text, at, depth) {
  for (const [mark, kind] of STYLES) {
    if (!text.startsWith(mark, at)) continue;
    const inside = between(text, at, mark);
    if (inside === null) continue;
    const nodes = inline(inside, depth + 1);
    return { node: dressed(kind, nodes), length: inside.length + 2 * mark.length };
  }
  return null;
}

/** Return what stands between a mark and its twin; null where there is none, or it is no mark. */
function between(text, at, mark) {
  const start = at + mark.length;
  if (mark === "*" && /\s/.test(text[start] ?? " ")) return null;
  if (mark === "_" && /\w/.test(text[at - 1] ?? "")) return null;
  let end = text.indexOf(mark, start + 1);
  for (let tries = 0; end >= 0 && tries < MOST_TRIES; tries += 1) {
    const single = mark.length > 1 || (text[end + 1] !== mark && text[end - 1] !== mark);
    const closes = single && text[end - 1] !== "\\" && !(mark === "_" && /\w/.test(text[end + 1] ?? ""));
    if (closes) return text.slice(start, mark === "**" && text[end + 2] === "*" ? end + 1 : end);
    end = text.indexOf(mark, end + 1);
  }
  return null;
}

function dressed(kind, nodes) {
  if (kind === "b-i") return el("strong", {}, el("em", {}, nodes));
  return kind === "spoiler" ? spoiler(nodes) : el(kind, {}, nodes);
}

function spoiler(nodes) {
  const shown = el("span", { class: "spoiler-text", inert: true }, nodes);
  const button = el("button", { type: "button", class: "spoiler", "aria-expanded": "false", "aria-label": t("text.spoiler") }, shown);
  button.addEventListener("click", () => {
    shown.inert = false;
    button.replaceWith(el("span", { class: "spoiler spoiler-open" }, ...shown.childNodes));
  }, { once: true });
  return button;
}

function tag(text, at) {
  const found = matched(TAG, text, at);
  if (!found) return null;
  const [whole, sigil, id, seconds, style, , emoji, command, url] = found;
  const node = sigil ? mention(sigil, id)
    : seconds ? stamp(Number(seconds), style ?? "f")
      : emoji ? `:${emoji}:`
        : command ? el("span", { class: "mention" }, `/${command}`) : link(url, url);
  return { node, length: whole.length };
}

function mention(sigil, id) {
  if (sigil === "#") return channelMention(id);
  if (sigil !== "@&") {
    const mine = id === visit.person ? "mention-me" : "";
    return el("span", { class: `mention ${mine}`, dataset: { user: id } }, "@", bdi(nameOf(id)));
  }
  const known = role(id);
  const colour = hex(known?.colour);
  return el("span", { class: "mention", style: colour ? { "--own": colour } : null }, "@", bdi(known?.name ?? t("name.unknown")));
}

function channelMention(id) {
  const known = place(id);
  if (!known) return el("span", { class: "mention" }, `# ${t("name.hidden")}`);
  return el("button", { type: "button", class: "mention", onclick: () => go(id) }, icon("hash"), bdi(placeTitle(known)));
}

function everyone(text, at) {
  const found = /^@(everyone|here)\b/.exec(text.slice(at, at + 10));
  return found ? { node: el("span", { class: "mention" }, found[0]), length: found[0].length } : null;
}

function masked(text, at, depth) {
  const found = matched(MASKED, text, at);
  if (!found) return null;
  const label = depth < DEEPEST ? inline(found[1].replace(/https?:\/\//g, ""), DEEPEST) : [found[1]];
  return { node: link(found[2], label), length: found[0].length };
}

function bare(text, at) {
  const found = matched(BARE, text, at);
  if (!found) return null;
  let url = found[0].replace(/[.,:;"'\]!?*_~|]+$/, "");
  if (url.endsWith(")") && !url.includes("(")) url = url.replace(/\)+$/, "");
  return url.length > 8 ? { node: link(url, url), length: url.length } : null;
}

/**
 * Return an address as a URL; null where it is none.
 * @param {string} address
 * @param {string} [base]
 */
export function parsed(address, base) {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}

/** Draw a link that leads out of the page, or to a message or channel of this server. */
export function link(address, label, props = {}) {
  const url = parsed(address);
  if (!url || !/^https?:$/.test(url.protocol)) return el("span", props, label);
  const jump = /^\/channels\/(?:@me|\d+)\/(\d+)(?:\/(\d+))?$/.exec(url.pathname);
  if (jump && /(^|\.)discord\.com$/.test(url.hostname)) {
    return el("a", { ...props, href: `#${jump[2] ?? jump[1]}`, dataset: { channel: jump[1], message: jump[2] ?? "" } }, label);
  }
  return el("a", { ...props, href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href }, label);
}
