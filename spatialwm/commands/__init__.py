"""The verbs of the command line: each loads, calls one function, writes, and says where."""
