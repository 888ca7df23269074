"""The scorecards that come with the hub. Each has a file of its own beside it that says where it is from."""
