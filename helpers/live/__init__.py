"""Live mode: what may be spent, who is guarded, and real people's phones."""
