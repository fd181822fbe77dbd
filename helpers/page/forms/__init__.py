"""Forms: typed text, what is wrong with it, and the SDK code that it stands for."""
