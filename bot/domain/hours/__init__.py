"""Opening hours: when a label's team is there."""
