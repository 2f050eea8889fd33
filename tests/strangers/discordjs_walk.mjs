// discord.js, unmodified, on a Discord of this machine's own.
import {
  ActionRowBuilder, AuditLogEvent, AutoModerationActionType, AutoModerationRuleEventType,
  AutoModerationRuleTriggerType, ButtonBuilder, ButtonStyle,
  ChannelSelectMenuBuilder, Client, Events, GatewayIntentBits, GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel, MentionableSelectMenuBuilder, MessageFlags, ModalBuilder, Partials,
  RoleSelectMenuBuilder, StringSelectMenuBuilder, TextInputBuilder, TextInputStyle, UserSelectMenuBuilder,
} from "discord.js";

import { attempt, check, commands, heard, picture, tell } from "./walking.mjs";

const client = new Client({
  intents: Object.values(GatewayIntentBits).filter(Number.isInteger),
  partials: Object.values(Partials).filter(Number.isInteger),
  rest: { api: process.env.DISCORD_API.replace(/\/v10$/, "") },
});

const inRow = (component) => [new ActionRowBuilder().addComponents(component)];
const named = (guild, name) => guild.channels.cache.find((channel) => channel.name === name);

const selects = {
  words: new StringSelectMenuBuilder({ options: [{ label: "Vinyl", value: "vinyl" }, { label: "Tape", value: "tape" }] }),
  user: new UserSelectMenuBuilder(),
  role: new RoleSelectMenuBuilder(),
  mentionable: new MentionableSelectMenuBuilder(),
  channel: new ChannelSelectMenuBuilder(),
};

const steps = {
  async read(message) {
    check(message.content === "!read Is the show sold out?", `content ${message.content}`);
    check(message.member?.displayName === "A Fan", "no member on the message");
    const history = await message.channel.messages.fetch({ limit: 10 });
    check(history.has(message.id), "history lacks the message");
    check((await message.channel.messages.fetch(message.id)).author.username === "fan", "another author");
  },
  async reply(message) {
    const sent = await message.reply("a reply");
    check(sent.reference.messageId === message.id, "no reference");
    check((await sent.fetchReference()).id === message.id, "another message replied to");
  },
  async edit(message) {
    const sent = await message.channel.send("before");
    const told = heard(client, Events.MessageUpdate, (old) => old.id === sent.id);
    check((await sent.edit("after")).content === "after", "not edited");
    await told;
  },
  async delete(message) {
    const sent = await message.channel.send("gone");
    const told = heard(client, Events.MessageDelete, (gone) => gone.id === sent.id);
    await sent.delete();
    await told;
  },
  async react(message) {
    const told = heard(client, Events.MessageReactionAdd);
    await message.react("🎸");
    check((await told).emoji.name === "🎸", "another emoji");
    check((await message.reactions.cache.get("🎸").users.fetch()).has(client.user.id), "not among who reacted");
  },
  async pin(message) {
    const told = heard(client, Events.ChannelPinsUpdate);
    await message.pin();
    await told;
    const pins = await message.channel.messages.fetchPins();
    check(pins.items[0].message.id === message.id, "not among the pins");
  },
  async upload(message) {
    const sent = await message.channel.send({ files: [{ attachment: Buffer.from("One more song"), name: "setlist.txt" }] });
    const file = sent.attachments.first();
    check(file.name === "setlist.txt" && file.size === 13, "another file");
    check((await (await fetch(file.url)).text()) === "One more song", "another content");
  },
  async thread(message) {
    const told = heard(client, Events.ThreadCreate);
    const thread = await message.startThread({ name: "Backstage" });
    await told;
    await thread.send("in here");
    const members = await thread.members.fetch({ withMember: true });
    check(members.has(client.user.id), "not a member of its own thread");
    check((await message.channel.threads.fetchActive()).threads.has(thread.id), "not among the active");
    await thread.setArchived(true);
    check((await message.channel.threads.fetchArchived()).threads.has(thread.id), "not among the archived");
  },
  async forum(message) {
    const forum = named(message.guild, "questions");
    const tag = forum.availableTags.find((one) => one.name === "Merch");
    const post = await forum.threads.create({
      name: "Where is my parcel?", message: { content: "Ordered in May." }, appliedTags: [tag.id],
    });
    check(post.appliedTags[0] === tag.id, "no tag");
    check((await post.fetchStarterMessage()).content === "Ordered in May.", "another first message");
  },
  async event(message) {
    const told = heard(client, Events.GuildScheduledEventCreate);
    const made = await message.guild.scheduledEvents.create({
      name: "Release night", entityType: GuildScheduledEventEntityType.External,
      privacyLevel: GuildScheduledEventPrivacyLevel.GuildOnly,
      scheduledStartTime: new Date(Date.now() + 3_600_000), scheduledEndTime: new Date(Date.now() + 7_200_000),
      entityMetadata: { location: "The old mill" },
    });
    await told;
    const moved = heard(client, Events.GuildScheduledEventUpdate);
    await made.setName("Release night, moved");
    await moved;
    const all = await message.guild.scheduledEvents.fetch();
    check(all.get(made.id).entityMetadata.location === "The old mill", "another place");
  },
  async moderate({ guild, channel }) {
    const role = await guild.roles.create({ name: "Crew" });
    check((await role.setName("Road crew")).name === "Road crew", "another name");
    const webhook = await channel.createWebhook({ name: "News" });
    check((await webhook.send("Out now")).webhookId === webhook.id, "not the webhook's");
    check((await channel.createInvite()).inviter.id === client.user.id, "another inviter");
    check((await guild.emojis.create({ attachment: picture, name: "wave" })).name === "wave", "another emoji");
    await guild.autoModerationRules.create({
      name: "No spam", eventType: AutoModerationRuleEventType.MessageSend, enabled: true,
      triggerType: AutoModerationRuleTriggerType.Spam, actions: [{ type: AutoModerationActionType.BlockMessage }],
    });
    const troll = (await guild.members.search({ query: "troll" })).first();
    const told = heard(client, Events.GuildBanAdd);
    await guild.bans.create(troll, { reason: "spam" });
    await told;
    check((await guild.bans.fetch(troll.id)).reason === "spam", "another reason");
    await guild.bans.remove(troll.id);
    const log = await guild.fetchAuditLogs({ type: AuditLogEvent.MemberBanAdd });
    check(log.entries.first().target.id === troll.id, "another target in the audit log");
    await guild.members.me.setNickname("Stage hand");
  },
  async forbidden(message) {
    const refused = await named(message.guild, "closed").send("let me in").catch((error) => error);
    check(refused.code === 50013 && refused.status === 403, `not refused: ${refused}`);
  },
  async flood(message) {
    const sent = await Promise.all(Array.from({ length: 7 }, (_, index) => message.channel.send(`flood ${index}`)));
    check(sent.length === 7, "some are lacking");
  },
  async resume() {},
};

async function post(message, step) {
  if (step === "button") {
    const button = new ButtonBuilder({ customId: "go", label: "Go", style: ButtonStyle.Primary });
    await message.channel.send({ content: "a button", components: inRow(button) });
    return;
  }
  const kind = step.replace("select-", "");
  const select = selects[kind].setCustomId(step).setPlaceholder(kind);
  await message.channel.send({ content: "a select", components: inRow(select) });
}

function chosen(interaction) {
  if (interaction.isStringSelectMenu()) return interaction.values[0];
  const one = (found) => found?.first();
  return one(interaction.users)?.username ?? one(interaction.roles)?.name ?? one(interaction.channels).name;
}

const commanded = {
  "Quote": ["message-menu", (interaction) => interaction.reply(`> ${interaction.targetMessage.content}`)],
  "Greet": ["user-menu", (interaction) => interaction.reply(`Hello, ${interaction.targetUser.username}`)],
  "form": ["modal opened", (interaction) => interaction.showModal(new ModalBuilder({
    customId: "form", title: "A question",
  }).addComponents(...inRow(new TextInputBuilder({ customId: "words", label: "What?", style: TextInputStyle.Short }))))],
  "echo": ["slash", async (interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const words = Array(interaction.options.getInteger("times")).fill(interaction.options.getString("words"));
    await interaction.editReply(words.join(" "));
    check((await interaction.fetchReply()).content === words.join(" "), "not edited");
    await interaction.followUp({ content: "and more", flags: MessageFlags.Ephemeral });
  }],
};

async function interact(interaction) {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused().toLowerCase();
    const artists = ["Moonwave", "Paper Boats"].filter((name) => name.toLowerCase().startsWith(typed));
    return ["autocomplete", () => interaction.respond(artists.map((name) => ({ name, value: name.toLowerCase() })))];
  }
  if (interaction.isButton()) return ["button", () => interaction.update({ content: "pressed", components: [] })];
  if (interaction.isModalSubmit()) {
    const words = interaction.fields.getTextInputValue("words");
    return ["modal", () => interaction.reply({ content: `asked: ${words}`, withResponse: true })];
  }
  if (interaction.isAnySelectMenu()) {
    return [interaction.customId, () => interaction.reply({ content: `chose ${chosen(interaction)}`, flags: MessageFlags.Ephemeral })];
  }
  const [step, answer] = commanded[interaction.commandName];
  return [step, () => answer(interaction)];
}

client.on(Events.InteractionCreate, async (interaction) => attempt(...await interact(interaction)));
client.on(Events.MessageCreate, async (message) => {
  if (message.author.bot || !message.content.startsWith("!")) return;
  const step = message.content.slice(1).split(" ")[0];
  if (steps[step]) await attempt(step, () => steps[step](message));
  else await attempt(`${step} posted`, () => post(message, step));
});
client.on(Events.Error, (error) => console.error(error));
client.once(Events.ClientReady, () => attempt("connect", async () => {
  const guild = client.guilds.cache.find((one) => one.name === "Moonwave");
  check(guild?.channels.cache.size === 3, "the guild lacks channels");
  check((await client.application.fetch()).name === "stranger", "another application");
  check((await client.application.commands.set(commands)).size === commands.length, "commands are lacking");
}));
client.login(process.env.DISCORD_TOKEN).catch((error) => tell("connect", error));
