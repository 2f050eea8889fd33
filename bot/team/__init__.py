"""What several features share about the team: hand-off, roles, opening hours, the form that makes a FAQ."""
