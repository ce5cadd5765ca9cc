// RosterClient
