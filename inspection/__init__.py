"""Looks into uploaded files. It runs alone, in a process of its own (`python -m inspection`), and knows no portal."""
