// RosterStore
