// RosterServer
