"""Derives the tables of the scenario world_2024; derive_tables.py is the command."""
