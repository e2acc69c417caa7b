"""Sites to decisions: what is shared, what stays and why, where the shared module goes."""
