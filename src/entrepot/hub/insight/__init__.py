"""Time-release and trade statistics: read from what happened, kept nowhere twice."""
