"""What Discord refuses: limits on messages, embeds, components, commands and modals."""
