"""The page: a Discord client in the browser, for whoever is on this machine."""
