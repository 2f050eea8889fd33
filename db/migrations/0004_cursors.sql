-- What the program calls a cursor is called so here, too.
ALTER TABLE channel_marks RENAME TO cursors;
