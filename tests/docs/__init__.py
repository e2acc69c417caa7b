"""The pages: their commands are run, and the site is built."""
