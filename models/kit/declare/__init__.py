"""What areas say of themselves: record types, rights, rules, states, jobs; and the house that is built of it."""
