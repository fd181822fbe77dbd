"""For tests of any app that uses Twilio: a simulator for a block, and a scanner of sources."""
