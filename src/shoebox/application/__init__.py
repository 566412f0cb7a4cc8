"""What Shoebox does, one verb a module: plain functions over a Library."""
