"""What the house knows of each language: a record a language, in a file of its own."""
