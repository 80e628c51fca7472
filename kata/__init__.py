"""The machinery behind the nox sessions: finds the exercises, runs their tests, tells the learner what happened."""
