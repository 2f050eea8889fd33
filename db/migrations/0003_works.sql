-- Where a server looks for fans' works, and how it shows them.
CREATE TABLE work_settings (
    guild_id INTEGER PRIMARY KEY,
    highlights_channel_id INTEGER,
    reaction TEXT NOT NULL,            -- with so many of these, fans nominate
    reactions_needed INTEGER NOT NULL,
    maker_role_id INTEGER,             -- given to makers whose work was shown
    artist_role_id INTEGER,            -- whose works are the label's own
    weekday INTEGER NOT NULL,          -- of the showcase; 0 is Monday
    hour INTEGER NOT NULL,             -- local
    remix_policy TEXT NOT NULL
) STRICT;

CREATE TABLE work_channels (
    channel_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    kind TEXT                          -- what is usual there; NULL: anything
) STRICT;

CREATE TABLE remix_kits (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    link TEXT NOT NULL,
    filename TEXT NOT NULL,
    content BLOB NOT NULL,
    terms TEXT NOT NULL
) STRICT;

-- What fans made.
CREATE TABLE works (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL UNIQUE,
    maker_id INTEGER NOT NULL,
    maker_name TEXT NOT NULL,
    made_at INSTANT NOT NULL,
    kind TEXT NOT NULL,
    artist TEXT NOT NULL,
    medium TEXT NOT NULL,
    caption TEXT NOT NULL,
    links TEXT NOT NULL,               -- JSON list
    prints TEXT NOT NULL,              -- JSON list
    spoiler INTEGER NOT NULL,
    by_team INTEGER NOT NULL,
    state TEXT NOT NULL,
    nominated_at INSTANT,
    nominated_by TEXT,
    note TEXT NOT NULL,                -- what the team says about it
    card_message_id INTEGER,
    shown_at INSTANT,
    withdrawn_at INSTANT,
    withdrawn_for TEXT
);
CREATE INDEX works_by_time ON works (guild_id, made_at);
CREATE INDEX works_by_maker ON works (maker_id, guild_id);
CREATE INDEX works_shown ON works (guild_id, shown_at) WHERE shown_at IS NOT NULL;

-- A work may be posted again: every message of it leads to the one work.
CREATE TABLE work_messages (
    message_id INTEGER PRIMARY KEY,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE work_prints (
    guild_id INTEGER NOT NULL,
    print TEXT NOT NULL,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, print)
) STRICT;

-- Fans who reacted to a work, or replied to it; ids and times alone.
CREATE TABLE work_reactions (
    message_id INTEGER NOT NULL,
    fan_id INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    at INSTANT NOT NULL,
    PRIMARY KEY (message_id, fan_id, emoji)
);
CREATE INDEX work_reactions_by_work ON work_reactions (work_id, emoji, fan_id);

CREATE TABLE work_replies (
    message_id INTEGER PRIMARY KEY,
    fan_id INTEGER NOT NULL,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    at INSTANT NOT NULL
);
CREATE INDEX work_replies_by_work ON work_replies (work_id, fan_id);

-- Makers who do not want to be asked.
CREATE TABLE work_makers (
    guild_id INTEGER NOT NULL,
    maker_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, maker_id)
) STRICT;

-- The record of every asking.
CREATE TABLE work_consents (
    id INTEGER PRIMARY KEY,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    maker_id INTEGER NOT NULL,
    purpose TEXT NOT NULL,             -- of merchandise; empty: to show the work
    text_version INTEGER NOT NULL,
    asked_at INSTANT NOT NULL,
    asked_by INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,       -- where the maker was asked
    message_id INTEGER,
    outcome TEXT NOT NULL,
    answered_at INSTANT,
    scopes TEXT NOT NULL,              -- JSON list
    credit TEXT NOT NULL,
    credit_link TEXT NOT NULL,
    track TEXT NOT NULL,               -- of a remix or cover: what it is of
    stems TEXT NOT NULL,
    revoked_at INSTANT
);
CREATE UNIQUE INDEX work_consents_to_show ON work_consents (work_id) WHERE purpose = '';
CREATE INDEX work_consents_open ON work_consents (asked_at) WHERE outcome = 'asked';

-- Messages of ours that show a work, until they are gone.
CREATE TABLE work_copies (
    id INTEGER PRIMARY KEY,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('highlight', 'showcase')),
    showcase_id INTEGER,
    posted_at INSTANT NOT NULL,
    wanted_gone_at INSTANT,
    gone_at INSTANT,
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INSTANT,
    UNIQUE (message_id, work_id)
);
CREATE INDEX work_copies_unwanted ON work_copies (due_at) WHERE wanted_gone_at IS NOT NULL AND gone_at IS NULL;

CREATE TABLE work_showcases (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    week TEXT NOT NULL,
    at INSTANT NOT NULL,
    UNIQUE (guild_id, week)
);

CREATE TABLE showcase_works (
    showcase_id INTEGER NOT NULL REFERENCES work_showcases (id) ON DELETE CASCADE,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    PRIMARY KEY (showcase_id, work_id)
) STRICT;
