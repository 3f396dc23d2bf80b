"""What others do the same work with, measured beside `tessera bench`."""
