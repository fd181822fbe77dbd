"""What is checked before something happens, in Twilio's order, with Twilio's refusals."""
