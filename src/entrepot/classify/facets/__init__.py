"""The facts that decide a subheading: material, knitted or woven, for whom, what for, by what power."""
