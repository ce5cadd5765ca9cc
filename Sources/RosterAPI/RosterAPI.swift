// RosterAPI
