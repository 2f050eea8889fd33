"""Speed and quality, as ratios and scores."""
