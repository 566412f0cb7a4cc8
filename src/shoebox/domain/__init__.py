"""What Shoebox knows: photos, archive keys, metadata documents, the owner's words and the error tree.

Standard library and numpy only; no input or output.
"""
