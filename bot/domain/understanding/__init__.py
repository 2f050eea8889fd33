"""The ear: from a fan's words to what is asked, of which show."""
