"""Accounts, logins and an audit trail."""
