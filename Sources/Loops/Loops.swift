// Loops
