"""Orders in one database, visits in another, the catalogue from a replica."""
