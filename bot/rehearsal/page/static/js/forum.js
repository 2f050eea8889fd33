/** A forum: its posts, newest first, and the form for a new one. */

import { el, keyed } from "./draw.js";
import { deed, get } from "./connection.js";
import { byId } from "./find.js";
import { openForm } from "./forms.js";
import { icon } from "./icons.js";
import { go, here, isForum, visit } from "./visit.js";
import { unreadIn } from "./unread.js";
import { stamp } from "./times.js";
import { lang, t } from "./words.js";

const EPOCH = 1420070400000n;
const MOST_TITLE = 100;
const MOST_TEXT = 2000;
const MOST_TAGS = 5;

/** Draw the open forum; hidden elsewhere. */
export function drawForum() {
  const place = here();
  const box = byId("forum");
  box.hidden = !isForum(place);
  byId("composer").hidden = isForum(place) || !place;
  if (!isForum(place)) return;
  const posts = (get("places") ?? []).filter((one) => one.parent === place.id).sort((a, b) => (lastOf(a) < lastOf(b) ? 1 : -1));
  const top = { key: `new:${place.id}`, mark: JSON.stringify([place.may, place.topic, lang()]), make: () => newPost(place) };
  const items = posts.map((one) => ({ key: one.id, mark: JSON.stringify([one, unreadIn(one).fresh, place.tags, lang()]), make: () => post(one, place) }));
  const none = { key: "none", mark: lang(), make: () => el("p", { class: "quiet" }, t("forum.none")) };
  keyed(box, [top, ...(items.length ? items : [none])]);
}

function lastOf(one) {
  return BigInt(one.last ?? one.id);
}

function newPost(place) {
  return el("div", { class: "forum-top" }, place.topic && el("p", { dir: "auto" }, place.topic),
    place.may.includes("send") && el("button", { type: "button", class: "button button-primary", onclick: () => write(place), dataset: { focus: "new-post" } }, icon("plus"), t("forum.new")));
}

function post(one, forum) {
  const tags = forum.tags.filter((tag) => one.applied_tags?.includes(tag.id));
  const { fresh } = unreadIn(one);
  return el("button", { type: "button", class: `post ${fresh ? "place-fresh" : ""}`, onclick: () => go(one.id), dataset: { focus: `post:${one.id}` } },
    tags.length ? el("span", { class: "tags" }, tags.map((tag) => el("span", { class: "tag" }, tag.emoji && el("span", { class: "emoji" }, tag.emoji), el("bdi", {}, tag.name)))) : null,
    el("span", { class: "post-title", dir: "auto" }, one.name), one.starter && el("span", { class: "post-starter", dir: "auto" }, one.starter),
    el("span", { class: "quiet" }, t("thread.count", { count: one.sent ?? 0 }), " · ", stamp(Number((lastOf(one) >> 22n) + EPOCH) / 1000, "R"),
      one.archived && ` · ${t("place.archived")}`, fresh && ` · ${t("places.unread")}`));
}

function write(forum) {
  const tags = forum.tags.length
    ? [{ type: 18, label: t("forum.tags"), component: { type: 3, custom_id: "tags", required: false, min_values: 0, max_values: Math.min(MOST_TAGS, forum.tags.length),
      options: forum.tags.map((one) => ({ label: one.name, value: one.name, emoji: one.emoji ? { name: one.emoji } : undefined })) } }]
    : [];
  openForm({
    title: t("forum.new"),
    components: [
      { type: 18, label: t("forum.title"), component: { type: 4, style: 1, custom_id: "title", max_length: MOST_TITLE } },
      { type: 18, label: t("forum.text"), component: { type: 4, style: 2, custom_id: "text", max_length: MOST_TEXT } },
      ...tags,
    ],
  }, {
    action: t("forum.post"),
    submit: async ({ title, text, tags: chosen = [] }) => {
      const person = visit.person;
      const { channel } = await deed("post", { forum: forum.id, title, text, tags: chosen });
      if (visit.person === person) go(channel);
    },
  });
}
