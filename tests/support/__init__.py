"""What tests share: made-up data, homes with data sets, scores."""
