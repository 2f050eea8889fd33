/** Pictures and files: only what lies on this server is shown; what lies elsewhere is a link. */

import { el } from "./draw.js";
import { Refused } from "./connection.js";
import { icon } from "./icons.js";
import { link, parsed } from "./inline.js";
import { t } from "./words.js";

const SHOWN = /^image\/(png|jpe?g|gif|webp)$/;
const LARGEST = 10 * 1024 * 1024;
const IMAGE_NAME = /\.(png|jpe?g|gif|webp)$/i;

/** Return the path of a file on this server's own store; null for any other address. */
export function ownPath(address) {
  const url = parsed(address ?? "", location.href);
  return url && /^https?:$/.test(url.protocol) && url.port === location.port && url.pathname.startsWith("/cdn/") ? url.pathname : null;
}

/** Draw a picture that opens large; one from elsewhere as a link. */
export function picture(address, { alt = "", width = null, height = null, class: kind = "" } = {}) {
  const path = ownPath(address);
  if (!path) return link(address, address, { class: "outside" });
  const image = el("img", { src: path, alt, loading: "lazy", width: width ? String(width) : null, height: height ? String(height) : null });
  return el("button", {
    type: "button", class: `picture ${kind}`, "aria-label": t("file.enlarge", { name: alt || t("file.picture") }),
    onclick: () => enlarge(path, alt),
  }, image);
}

function enlarge(path, alt) {
  const close = el("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => box.close() }, icon("close"));
  const box = el("dialog", { class: "lightbox", "aria-label": t("file.picture"), onclose: () => box.remove(), onclick: (event) => event.target === box && box.close() },
    close, el("img", { src: path, alt }), alt && el("p", { dir: "auto" }, alt));
  document.body.append(box);
  box.showModal();
}

/** Draw what is attached to a message, without what its embeds show already. */
export function attachments(message) {
  const embedded = new Set(message.embeds.flatMap((one) => [ownPath(one.image?.url), ownPath(one.thumbnail?.url)]));
  const files = message.attachments.filter((one) => !embedded.has(ownPath(one.url)));
  return files.length ? el("div", { class: "attachments" }, files.map(attachment)) : null;
}

function attachment(file) {
  const isImage = SHOWN.test(file.content_type ?? "") || (!file.content_type && IMAGE_NAME.test(file.filename));
  if (isImage && ownPath(file.url)) {
    return picture(file.url, { alt: file.description ?? file.filename, width: file.width, height: file.height });
  }
  const path = ownPath(file.url);
  const face = [icon("file"), el("span", { class: "file-name", dir: "auto" }, file.filename), el("span", { class: "file-size" }, size(file.size))];
  if (!path) return link(file.url, face, { class: "file" });
  return el("a", { class: "file", href: path, download: file.filename }, face);
}

/** Write a size in bytes, kB or MB. */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Read a file for sending: `{name, data}` with base64. Refused where it is too large, gone, or a folder. */
export async function packed(file) {
  if (file.size > LARGEST) throw new Refused({ code: 40005 });
  const bytes = new Uint8Array(await read(file));
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { name: file.name, data: btoa(text) };
}

async function read(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Refused({ message: t("file.unreadable", { name: file.name }) });
  }
}
