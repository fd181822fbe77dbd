"""What the practice account remembers: rows in SQLite, SIDs, and which kernels live."""
