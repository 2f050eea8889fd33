-- Question-and-answer sessions with an artist.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    artist TEXT NOT NULL,
    artist_id INTEGER,                 -- NULL: answers are relayed by the team
    host_id INTEGER,
    language TEXT NOT NULL,
    starts_at INSTANT NOT NULL,
    ends_at INSTANT NOT NULL,
    minutes INTEGER NOT NULL,
    zone TEXT NOT NULL,
    first_date TEXT NOT NULL,          -- local; later sessions of a series are counted from it
    local_time TEXT NOT NULL,
    repeats TEXT NOT NULL,
    number INTEGER NOT NULL,           -- which of the series, from 0
    reminders TEXT NOT NULL,
    per_fan INTEGER NOT NULL,
    pace INTEGER NOT NULL,             -- minutes after an answer; 0: a host says when
    slow_mode INTEGER NOT NULL,        -- seconds
    closing TEXT NOT NULL,
    queue_order TEXT NOT NULL,
    state TEXT NOT NULL,
    opening INTEGER NOT NULL DEFAULT 0, -- how often its thread was opened
    thread_id INTEGER,
    current_id INTEGER,                -- the question that the artist was asked last
    current_at INSTANT,
    console_id INTEGER,
    event_id INTEGER,
    event_shown TEXT NOT NULL DEFAULT '',
    ended_at INSTANT,
    closed_at INSTANT                  -- when nothing was left to do
);
CREATE INDEX sessions_by_guild ON sessions (guild_id, starts_at);
CREATE INDEX sessions_under_way ON sessions (starts_at) WHERE closed_at IS NULL;

CREATE TABLE session_questions (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    fan_id INTEGER NOT NULL,
    fan_name TEXT NOT NULL,
    fan_language TEXT NOT NULL,
    sent_id INTEGER NOT NULL,          -- Discord's id of the form or command with which it was asked
    asked_at INSTANT NOT NULL,
    text TEXT NOT NULL,
    anonymous INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,   -- 1: the team has not looked at it yet
    state TEXT NOT NULL,
    votes INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    merged_into INTEGER,
    carried_from INTEGER,
    put_at INSTANT,                    -- when the artist was asked
    message_id INTEGER,
    handed_over INTEGER NOT NULL DEFAULT 0,
    UNIQUE (session_id, sent_id)
);
CREATE INDEX session_questions_by_votes ON session_questions (session_id, state, pinned DESC, votes DESC, id);
CREATE INDEX session_questions_by_fan ON session_questions (fan_id, guild_id, state);
CREATE INDEX session_questions_by_message ON session_questions (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX session_questions_merged ON session_questions (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX session_questions_carried ON session_questions (carried_from) WHERE carried_from IS NOT NULL;

CREATE TABLE session_votes (
    question_id INTEGER NOT NULL REFERENCES session_questions (id) ON DELETE CASCADE,
    fan_id INTEGER NOT NULL,
    PRIMARY KEY (question_id, fan_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_answers (
    message_id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES session_questions (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    said_at INSTANT NOT NULL
);
CREATE INDEX session_answers_by_question ON session_answers (question_id);

-- How a fan wants to hear what became of their questions.
CREATE TABLE session_fans (
    fan_id INTEGER PRIMARY KEY,
    direct_channel_id INTEGER          -- NULL: in the channel
) STRICT;

-- Words for which a question waits until the team has looked at it, a line each, as in Discord's AutoMod.
CREATE TABLE session_words (
    guild_id INTEGER PRIMARY KEY,
    held_words TEXT NOT NULL
) STRICT;
