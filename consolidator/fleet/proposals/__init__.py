"""Pushed branches in; pull requests on GitHub and merge requests on GitLab, one for each, out."""
