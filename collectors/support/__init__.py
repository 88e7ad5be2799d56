"""What every room uses and no room owns: flat arrays, days, executors, intervals of shares."""
