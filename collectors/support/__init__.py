"""Helpers that every room uses: flat arrays, days and dates, executors, intervals of shares, characters."""
