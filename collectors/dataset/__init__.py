"""How a data set is written: the columns of its tables and the queries that fill them."""
