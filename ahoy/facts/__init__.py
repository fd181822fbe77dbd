"""Tables of what Twilio says: errors, prices, life cycles, times. They know no world."""
