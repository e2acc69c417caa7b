"""Facts to meaning: names, values, database sources and sites as the code means them; nothing is decided here."""
