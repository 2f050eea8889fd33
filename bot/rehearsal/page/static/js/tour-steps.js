/** The tour's steps: where to look, what the page can do in the visitor's place, and how one sees that it is done. */

import { deed, get } from "./connection.js";
import { move } from "./clock.js";
import { send } from "./composer.js";
import { change } from "./drafts.js";
import { fillForm, formHas } from "./forms.js";
import { drawing } from "./drawing.js";
import { buttonOf, feet, isBeing, isExplained, isIn, ofBot, personId, placeNamed, said, talkWithBot, threadBelow } from "./seen.js";
import { slashCommands } from "./slash.js";
import { now } from "./times.js";
import { be, go, here, select, visit } from "./visit.js";
import { lang, t } from "./words.js";

const LEO = () => personId("leo", "fan");
const MINJI = () => personId("minji", "fan");
const DOHYUN = () => personId("dohyun", "fan");
const SERA = () => personId("sera", "staff");
const ARTIST = () => personId("yunseul", "artist");
const HANA = () => personId("hana", "manager");
const EPOCH = 1420070400000;
const PLAN = "qna schedule";
const NOMINATE = "Nominate for highlights";

/** A step in which the visitor becomes somebody. */
function being(chapter, id, who) {
  return { chapter, id, values: () => ({ name: nameOf(who()) }), target: () => `[data-person="${username(who())}"]`, act: () => be(who()), done: () => isBeing(who()) };
}

/** A step in which the visitor opens a channel. */
function opening(chapter, id, name) {
  return { chapter, id, values: () => ({ place: titleOf(name) }), target: () => item(name), act: () => go(placeNamed(name)?.id ?? visit.channel), done: () => isIn(name) };
}

const item = (name) => `[data-focus="place:${placeNamed(name)?.id}"]`;
const titleOf = (name) => placeNamed(name)?.name ?? name;
const nameOf = (id) => get("room")?.people.find((one) => one.id === id)?.name ?? "";
const username = (id) => get("room")?.people.find((one) => one.id === id)?.username ?? "";
const editedSince = (message, since) => message.edited_timestamp && Date.parse(message.edited_timestamp) >= Number(since >> 22n) + EPOCH;
const row = (message) => (message ? `[data-id="${message.id}"]` : null);
const press = (message, name) => {
  const button = buttonOf(message, name);
  return button ? `[data-id="${message.id}"] [data-press="${button.custom_id}"]` : null;
};
const pressed = async (message, name) => {
  const button = buttonOf(message, name);
  if (button) await deed("press", { message: message.id, custom_id: button.custom_id });
};

async function write(channel, text, more = {}) {
  if (channel && visit.channel !== channel.id) go(channel.id);
  change({ text, ...more });
  await new Promise((done) => { setTimeout(done, 700); });
  await send();
}

function toMe(message) {
  return message.type === 19 && message.referenced_message?.author.id === get("me").id;
}

function planned() {
  const at = new Date(now().getTime() + 65 * 60 * 1000);
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-CA", {
    timeZone: get("room").zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(at).map(({ type, value }) => [type, value]));
  const text = (value, label = String(value)) => ({ text: label, value });
  return {
    artist: text(nameOf(ARTIST())),
    date: text(`${parts.year}-${parts.month}-${parts.day}`),
    time: text(`${parts.hour}:${parts.minute}`),
    artist_account: text(ARTIST(), nameOf(ARTIST())),
    minutes: text(30),
    language: text(lang(), lang() === "ko" ? "한국어" : "English"),
  };
}

const openCard = (since) => ofBot(since, (one) => buttonOf(one, "reply"));
const answeredCard = (since) => ofBot(0n, (one) => editedSince(one, since) && one.embeds.length && !buttonOf(one, "reply"));
const putQuestion = () => ofBot(0n, (one) => /^Q&A #\d+ · \D+ \d+$/.test(feet(one)));
const announced = (since) => ofBot(since, (one) => buttonOf(one, "qna_ask"));
const work = (since) => said(since).find((one) => one.attachments.length && one.author.id === DOHYUN());
const asked = () => ofBot(0n, (one) => buttonOf(one, "work_yes"));

/** The steps, in order. `done(since)` looks at what was said since the chapter began. */
export const STEPS = [
  being(1, "leo", LEO),
  opening(1, "ask-away", "ask-away"),
  { chapter: 1, id: "ask", target: () => "#composer-box", act: () => write(placeNamed("ask-away"), t("tour.say.ask")), done: (since) => isIn("ask-away") && ofBot(since, (one) => toMe(one) && one.components.length) },
  being(2, "minji", MINJI),
  { chapter: 2, id: "unknown", target: () => "#composer-box", act: () => write(placeNamed("ask-away"), t("tour.say.unknown")), done: (since) => isIn("ask-away") && ofBot(since, (one) => toMe(one) && !one.components.length) },
  being(3, "sera", SERA),
  opening(3, "team-desk", "team-desk"),
  { chapter: 3, id: "card", target: () => press(openCard(0n), "reply"), act: () => pressed(openCard(0n), "reply"), done: (since) => formHas("answer") || answeredCard(since) },
  { chapter: 3, id: "answer", target: () => "dialog.form form", act: () => fillForm({ answer: t("tour.say.answer") }, { send: true }), done: (since) => isIn("team-desk") && !formHas("answer") && answeredCard(since) },
  opening(3, "heard", "ask-away"),
  {
    chapter: 3, id: "clock",
    target: () => row(handedOn()),
    act: () => handedOn() && visit.selected !== handedOn().id && select(handedOn().id),
    done: () => isExplained(),
  },
  opening(4, "lounge", "lounge"),
  { chapter: 4, id: "plan", values: () => ({ command: slashCommands().find((one) => one.path === PLAN)?.label ?? PLAN }), target: () => "#composer", act: () => change({ command: { path: PLAN, values: planned(), fresh: Date.now() }, text: "" }), done: (since) => isIn("lounge") && announced(since) },
  being(4, "leo-again", LEO),
  { chapter: 4, id: "question", values: () => ({ name: nameOf(LEO()) }), target: () => (formHas("text") ? "dialog.form form" : press(announced(0n), "qna_ask")), act: () => questioned(), done: (since) => isBeing(LEO()) && !formHas("text") && ofBot(since, (one) => one.ephemeral) },
  { chapter: 4, id: "begin", target: () => "#clock", act: () => move("session"), done: () => Boolean(threadBelow("lounge")) },
  being(4, "artist", ARTIST),
  { chapter: 4, id: "reply", values: () => ({ place: titleOf("lounge") }), target: () => (here()?.id === threadBelow("lounge")?.id ? row(putQuestion()) : `[data-focus="place:${threadBelow("lounge")?.id}"]`), act: () => answered(), done: (since) => said(since).some((one) => one.author.id === ARTIST() && one.type === 19) },
  { chapter: 4, id: "end", target: () => "#clock", act: () => ended(), done: (since) => ofBot(since, (one) => / · (recap|정리)/.test(feet(one))) },
  being(5, "dohyun", DOHYUN),
  opening(5, "fan-art", "fan-art"),
  { chapter: 5, id: "draw", target: () => "#composer-box", act: async () => write(placeNamed("fan-art"), t("tour.say.draw"), { files: [await drawing()] }), done: (since) => isIn("fan-art") && work(since) },
  being(5, "sera-again", SERA),
  { chapter: 5, id: "nominate", target: () => (work(0n) ? `${row(work(0n))} [data-tool="more"]` : item("fan-art")), act: () => nominated(), done: () => formHas("note") },
  { chapter: 5, id: "note", target: () => "dialog.form form", act: () => fillForm({ note: t("tour.say.note") }, { send: true }), done: (since) => !formHas("note") && ofBot(since, (one) => one.ephemeral) },
  being(5, "dohyun-again", DOHYUN),
  { chapter: 5, id: "yes", target: () => (press(asked(), "work_yes") ?? `[data-with="${get("room")?.bot}"]`), act: () => saidYes(), done: () => formHas("credit") },
  { chapter: 5, id: "credit", target: () => "dialog.form form", act: () => fillForm({ credit: t("tour.say.credit"), scopes: ["server"] }, { send: true }), done: (since) => !formHas("credit") && ofBot(since, (one) => buttonOf(one, "work_back") || one.ephemeral) },
  { ...opening(5, "highlight", "highlights"), done: (since) => isIn("highlights") && ofBot(since, (one) => one.attachments.length) },
  being(6, "hana", HANA),
  opening(6, "desk", "team-desk"),
  { chapter: 6, id: "monday", target: () => "#clock", act: () => move("digest"), done: (since) => ofBot(since, (one) => /^Stagedoor · \d{4}-W\d\d$/.test(feet(one))) },
];

function handedOn() {
  return said().find((one) => one.author.id === MINJI() && ofBot(0n, (other) => other.message_reference?.message_id === one.id && !other.components.length));
}

async function questioned() {
  const place = placeNamed("lounge");
  if (visit.channel !== place.id) return go(place.id);
  if (formHas("text")) fillForm({ text: t("tour.say.question") }, { send: true });
  else await pressed(announced(0n), "qna_ask");
}

async function answered() {
  const thread = threadBelow("lounge");
  if (visit.channel !== thread.id) return go(thread.id);
  const question = putQuestion();
  if (question) await write(thread, t("tour.say.reply"), { replyTo: question.id });
}

async function ended() {
  if (get("room").moves.includes("session")) await move("session");
}

async function nominated() {
  const place = placeNamed("fan-art");
  if (visit.channel !== place.id) return go(place.id);
  await deed("menu", { message: work(0n).id, name: NOMINATE });
}

async function saidYes() {
  const talk = talkWithBot();
  if (talk && visit.channel !== talk.id) return go(talk.id);
  await pressed(asked(), "work_yes");
}
