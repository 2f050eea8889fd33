-- When the last unclear try began, and what the tries said, by which a message without a mark is recognised.
ALTER TABLE outbox ADD COLUMN tried_at INSTANT;
ALTER TABLE outbox ADD COLUMN fingerprints TEXT NOT NULL DEFAULT '';
-- The team's cards come between Q&A posts and reminders now; what is done keeps the number that it had.
UPDATE outbox SET priority = priority + 1 WHERE priority >= 2 AND state IN ('pending', 'sending');
-- What is next in each channel: ten minutes of waiting make up for one step of priority.
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (channel_id, queued_at + priority * 600000000, id)
    WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_by_message ON outbox (message_id) WHERE message_id IS NOT NULL;
