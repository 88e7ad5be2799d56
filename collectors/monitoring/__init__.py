"""What an operator asks of a running Parallax: its state as JSON and for Prometheus, and to be told of alerts."""
