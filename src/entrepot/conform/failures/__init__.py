"""The failures, by family: each is one function that injects it and says what was seen."""
