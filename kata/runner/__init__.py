"""Run exercises' tests in processes of their own, under a supervisor that no answer can hurt."""
