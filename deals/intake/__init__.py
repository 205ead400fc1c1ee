"""Article text → proposed source, conference, edition, figures and projects; no network."""
