"""Pages on which goods are declared: by a form, by a file, and every declaration of a declarant."""
