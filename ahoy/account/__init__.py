"""The account: its trial's rules, usage, alerts, permissions, and what it has set up."""
