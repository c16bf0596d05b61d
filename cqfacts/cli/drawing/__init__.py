"""Drawing answers with Rich. Loaded only for tables."""
