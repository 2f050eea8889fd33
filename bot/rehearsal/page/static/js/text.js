/** Discord's markdown, blocks: code, headings, lists, quotes, subtext. What is within a line is in inline.js. */

import { el, langOf } from "./draw.js";
import { inline } from "./inline.js";

const DEEPEST = 4;
const MOST_BLOCKS = 200;

/** Draw a text as Discord would: nodes, never HTML. */
export function rich(text, props = {}) {
  return el("div", { dir: "auto", lang: langOf(text), ...props, class: `rich ${props.class ?? ""}` }, blocks(text, 0));
}

/** Draw a line of markdown without blocks, such as a title. */
export function richLine(text) {
  return inline(text);
}

/** Return a text without its marks, for previews and announcements. */
export function plain(text) {
  return rich(text).textContent.replace(/\s+/g, " ").trim();
}

function blocks(text, depth) {
  const found = [];
  let at = 0;
  while (at < text.length && found.length < MOST_BLOCKS) {
    const start = text.indexOf("```", at);
    const end = start < 0 ? -1 : text.indexOf("```", start + 4);
    if (end < 0) break;
    found.push(...lines(text.slice(at, start).replace(/\n$/, ""), depth), codeBlock(text.slice(start + 3, end)));
    at = end + 3;
    if (text[at] === "\n") at += 1;
  }
  found.push(...lines(text.slice(at), depth));
  return found;
}

function codeBlock(text) {
  const code = text.replace(/^[\w+-]*\n/, "").replace(/\n$/, "");
  return el("pre", { tabindex: "0" }, el("code", {}, code));
}

function lines(text, depth) {
  if (!text) return [];
  const found = [];
  const all = text.split("\n");
  let said = [];
  const flush = () => {
    if (said.length) found.push(el("p", {}, inline(said.join("\n"))));
    said = [];
  };
  for (let index = 0; index < all.length; index += 1) {
    const run = depth < DEEPEST ? taken(all, index, depth) : null;
    if (run) {
      flush();
      found.push(run.node);
      index += run.lines - 1;
    } else said.push(all[index]);
  }
  flush();
  return found;
}

/** Return the block that begins on a line, with how many lines it takes; null where none begins. */
function taken(all, index, depth) {
  const line = all[index];
  const heading = /^(#{1,3}) +(.+)/s.exec(line);
  if (heading) return { lines: 1, node: el("p", { class: `heading heading-${heading[1].length}` }, inline(heading[2])) };
  if (/^-# +\S/.test(line)) return { lines: 1, node: el("small", { class: "subtext" }, inline(line.slice(3).trim())) };
  if (line.startsWith(">>> ")) {
    const rest = [line.slice(4), ...all.slice(index + 1)];
    return { lines: rest.length, node: el("blockquote", {}, lines(rest.join("\n"), depth + 1)) };
  }
  if (/^> /.test(line)) return quote(all, index, depth);
  if (/^ {0,6}([-*]|\d{1,9}\.) +\S/.test(line)) return list(all, index, depth);
  return null;
}

function quote(all, index, depth) {
  let end = index;
  while (end < all.length && /^> ?/.test(all[end])) end += 1;
  const inside = all.slice(index, end).map((line) => line.replace(/^> ?/, "")).join("\n");
  return { lines: end - index, node: el("blockquote", {}, lines(inside, depth + 1)) };
}

function list(all, index, depth) {
  const indent = all[index].search(/[^ ]|$/);
  const numbered = /^ *\d/.test(all[index]);
  const start = numbered ? Number.parseInt(all[index], 10) : null;
  const items = [];
  let end = index;
  while (end < all.length) {
    const found = /^( {0,12})([-*]|\d{1,9}\.) +(.*)/s.exec(all[end]);
    if (!found || found[1].length < indent) break;
    if (found[1].length >= indent + 2 && items.length && depth < DEEPEST) {
      const inner = list(all, end, depth + 1);
      items.at(-1).append(inner.node);
      end += inner.lines;
    } else {
      if (/\d/.test(found[2]) !== numbered) break;
      items.push(el("li", {}, inline(found[3])));
      end += 1;
    }
  }
  return { lines: Math.max(end - index, 1), node: el(numbered ? "ol" : "ul", { start }, items) };
}
