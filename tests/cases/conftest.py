"""The files of the cases are material, not tests to collect."""

collect_ignore_glob = ["*"]
