"""The simulator: years of the service in minutes, every chance of them drawn from one seed. See docs/guarantees.md."""
