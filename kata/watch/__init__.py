"""The guide: watches the learner's files, runs what changed, and shows what came of it."""
