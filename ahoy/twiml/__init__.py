"""TwiML as a language: documents, tables of verbs, faults, explanations. Nothing is carried out."""
