// Measures Roster beside a floor.
print("roster-bench")
