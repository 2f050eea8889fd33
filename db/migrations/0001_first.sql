-- What the label told us.
CREATE TABLE label (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    timezone TEXT NOT NULL,
    languages TEXT NOT NULL            -- JSON list, the default of public posts first
) STRICT;

CREATE TABLE artists (
    name TEXT PRIMARY KEY,
    aliases TEXT NOT NULL              -- JSON list
) STRICT;

CREATE TABLE faqs (
    id TEXT PRIMARY KEY,
    examples TEXT NOT NULL,            -- JSON list
    answers TEXT NOT NULL,             -- JSON object by language
    learned_from INTEGER               -- the question whose reply staff made it of; NULL: imported
) STRICT;

CREATE TABLE shows (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    artists TEXT NOT NULL,             -- JSON list
    start INSTANT NOT NULL,
    doors INSTANT,
    venue TEXT NOT NULL,
    city TEXT NOT NULL,
    address TEXT NOT NULL,
    price TEXT,                        -- decimal
    currency TEXT NOT NULL,
    on_sale INSTANT,
    ticket_url TEXT NOT NULL,
    status TEXT NOT NULL,
    age_limit INTEGER,
    notes TEXT NOT NULL,
    updated_at INSTANT NOT NULL
);
CREATE INDEX shows_by_start ON shows (start);

-- How each Discord server is set up.
CREATE TABLE servers (
    guild_id INTEGER PRIMARY KEY,
    language TEXT NOT NULL,
    staff_channel_id INTEGER,
    timezone TEXT NOT NULL,            -- empty: the label's
    opening_hours TEXT NOT NULL,       -- as staff type them; empty: always open
    holidays TEXT NOT NULL,
    target_minutes INTEGER NOT NULL,   -- of opening hours
    digest_channel_id INTEGER,
    digest_weekday INTEGER NOT NULL,   -- 0 is Monday
    digest_hour INTEGER NOT NULL,      -- local
    on_duty_role_id INTEGER,
    reminds INTEGER NOT NULL,
    claim_minutes INTEGER NOT NULL
) STRICT;

CREATE TABLE server_roles (
    guild_id INTEGER NOT NULL REFERENCES servers (guild_id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL,
    rank TEXT NOT NULL CHECK (rank IN ('staff', 'manager')),
    PRIMARY KEY (guild_id, role_id, rank)
) STRICT;

CREATE TABLE server_channels (
    guild_id INTEGER NOT NULL REFERENCES servers (guild_id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    use TEXT NOT NULL CHECK (use IN ('listened', 'announced')),
    PRIMARY KEY (guild_id, channel_id, use)
) STRICT;

-- How far each channel was read: everything up to seen_message_id is dealt with.
CREATE TABLE channel_marks (
    channel_id INTEGER PRIMARY KEY,
    guild_id INTEGER,                  -- NULL for direct messages
    seen_message_id INTEGER NOT NULL,
    staff_message_id INTEGER           -- the latest message of anybody from staff
) STRICT;

-- Fans' questions, and what answered them.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL UNIQUE,
    asker_id INTEGER NOT NULL,
    asker_name TEXT NOT NULL,
    asked_at INSTANT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'open',
    outcome_at INSTANT,
    dismissed_as TEXT,
    kinds TEXT NOT NULL DEFAULT '[]',
    shows TEXT NOT NULL DEFAULT '[]',
    faq TEXT,
    choices TEXT NOT NULL DEFAULT '[]',
    handed_off_at INSTANT,
    acknowledged_at INSTANT,
    last_message_id INTEGER NOT NULL,
    answer_message_id INTEGER,
    card_message_id INTEGER,
    card_channel_id INTEGER,           -- the team's channel of then
    claimed_by INTEGER,                -- who on the team is writing an answer
    claimed_name TEXT NOT NULL DEFAULT '',
    claimed_until INSTANT,
    taken_back_at INSTANT,     -- when the bot's answer was found wrong
    taken_back_by INTEGER,             -- by whom: the asker, or somebody of the team
    reviewed_at INSTANT,       -- when staff looked at why
    helper_id INTEGER,                 -- the fan whose answer was accepted
    helper_name TEXT NOT NULL DEFAULT ''
);
CREATE INDEX questions_to_review ON questions (guild_id, taken_back_at)
    WHERE taken_back_at IS NOT NULL AND reviewed_at IS NULL;
CREATE INDEX questions_by_asker ON questions (channel_id, asker_id, last_message_id);
CREATE INDEX questions_by_time ON questions (guild_id, asked_at);
CREATE INDEX questions_waiting ON questions (guild_id, asked_at) WHERE outcome = 'open';
CREATE INDEX questions_open_here ON questions (channel_id, asked_at) WHERE outcome = 'open';

CREATE TABLE question_messages (
    message_id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    asks INTEGER NOT NULL,             -- 0: the fan said it in the same run, but it asks nothing
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX question_messages_by_question ON question_messages (question_id);

CREATE TABLE replies (
    message_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    staff_id INTEGER NOT NULL,
    staff_name TEXT NOT NULL,
    role_id INTEGER NOT NULL,
    replied_at INSTANT NOT NULL,
    wait INTEGER NOT NULL,             -- microseconds since the question was asked
    open_wait INTEGER,                 -- the part of it inside opening hours, as they were then
    way TEXT NOT NULL,
    channel_id INTEGER,                -- where it was said, if not where it was asked
    undone INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (message_id, question_id)
);
CREATE INDEX replies_by_question ON replies (question_id, replied_at);
CREATE INDEX replies_by_time ON replies (replied_at);

-- What the label itself says, and the fans whom it moved to take part.
CREATE TABLE label_messages (
    message_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    said_at INSTANT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'announcement'))
);
CREATE INDEX label_messages_by_time ON label_messages (guild_id, said_at);

CREATE TABLE participations (
    message_id INTEGER NOT NULL REFERENCES label_messages (message_id) ON DELETE CASCADE,
    fan_id INTEGER NOT NULL,
    PRIMARY KEY (message_id, fan_id)
) STRICT;

-- Since when a server's weeks are looked back on.
CREATE TABLE digest_starts (
    guild_id INTEGER PRIMARY KEY,
    since INSTANT NOT NULL
);

-- What is to be sent, each exactly once.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,          -- what the post is; its nonce is made from it
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    subject INTEGER,                   -- the question, show, … that it is about
    body TEXT NOT NULL DEFAULT '{}',   -- JSON: what only the moment of queueing knew
    priority INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    queued_at INSTANT NOT NULL,
    due_at INSTANT NOT NULL,
    claimed_at INSTANT,
    attempts INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER,
    done_at INSTANT
);
CREATE INDEX outbox_waiting ON outbox (priority, id) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_by_subject ON outbox (kind, subject);
