// The command line of Roster.
print("roster")
