"""The text of one deployment file to plain values, one file for each kind."""
