"""A peer written on `ehx` alone, with no database: the reference, and by what it is asked to say, the hostile one."""
