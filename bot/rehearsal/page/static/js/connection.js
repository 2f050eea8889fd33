/** The one socket to the rehearsal: what the visitor sees as a map, what they do as frames. */

/** What the server told, by key. @type {Map<string, any>} */
const map = new Map();
const waiting = new Map();
const changed = new Set();
/** @type {WebSocket | null} */
let socket = null;
let number = 0;
let delay = 500;
let stale = true;
let greet = () => {};
/** @type {(status: "open" | "lost") => void} */
let tellStatus = () => {};

/** What Discord, or the room, does not let somebody do. */
export class Refused extends Error {
  constructor({ code = 0, message = "", errors = null } = {}) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}

/**
 * Return what the map holds for a key.
 * @param {string} key
 */
export function get(key) {
  return map.get(key);
}

/**
 * Return the values whose keys start so, such as `interaction:`.
 * @param {string} prefix
 */
export function all(prefix) {
  return [...map].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
}

/** Have a function called after each change of the map, with the changed keys. */
export function onChange(listener) {
  changed.add(listener);
}

/**
 * Do something in the rehearsal; resolves to its result, rejects with Refused.
 * @param {string} name
 * @param {Record<string, any>} [args]
 * @returns {Promise<any>}
 */
export function deed(name, args = {}) {
  return new Promise((resolve, reject) => {
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      reject(new Refused({ code: -1 }));
      return;
    }
    number += 1;
    waiting.set(number, { resolve, reject });
    socket.send(JSON.stringify({ n: number, do: name, ...args }, wellFormed));
  });
}

/** Half a character, as some keyboards leave behind, is no JSON for others. */
function wellFormed(_, value) {
  return typeof value === "string" ? value.toWellFormed?.() ?? value : value;
}

/**
 * Connect, and connect again whenever the line breaks. `hello` introduces the visitor each time.
 * @param {() => void} hello
 * @param {typeof tellStatus} status
 */
export function connect(hello, status) {
  greet = hello;
  tellStatus = status;
  open();
}

function open() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/room/socket`);
  socket.onopen = () => {
    delay = 500;
    stale = true;
    tellStatus("open");
    greet();
  };
  socket.onmessage = ({ data }) => hear(JSON.parse(data));
  socket.onclose = lost;
}

function lost() {
  for (const { reject } of waiting.values()) reject(new Refused({ code: -1 }));
  waiting.clear();
  tellStatus("lost");
  setTimeout(open, delay);
  delay = Math.min(delay * 1.6, 5000);
}

function hear(frame) {
  if (frame.re !== undefined) {
    const asked = waiting.get(frame.re);
    waiting.delete(frame.re);
    if (frame.refused) asked?.reject(new Refused(frame.refused));
    else asked?.resolve(frame.ok);
  }
  if (!frame.set && !frame.drop) return;
  if (stale) map.clear();
  stale = false;
  for (const key of frame.drop ?? []) map.delete(key);
  for (const [key, value] of Object.entries(frame.set ?? {})) map.set(key, value);
  const keys = new Set([...(frame.drop ?? []), ...Object.keys(frame.set ?? {})]);
  for (const listener of changed) listener(keys);
}
