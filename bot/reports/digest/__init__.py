"""The weekly digest outside of Discord's objects: loaded, in words, as a table and as a picture."""
