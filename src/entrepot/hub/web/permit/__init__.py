"""The page of a permit, for whoever is shown one."""
