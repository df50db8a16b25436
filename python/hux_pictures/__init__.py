"""Pictures of what Hux has recorded: of a simulation in memory (`hux.plot`) and of result files (scripts/plot.py).

What is drawn from is a `Result` (result.py), which a reader of files and arrays in memory both make. Needs numpy and
matplotlib alone, not the rest of Hux.
"""
