"""The text of TOML files: its sections, and where keys and values stand in it."""
