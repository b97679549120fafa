"""Configuration files to values, or to the list of all their faults. The only reader of the environment."""
