// WellKnown
