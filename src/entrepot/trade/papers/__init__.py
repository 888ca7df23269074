"""Papers: what others read of a consignment, each a projection of its facts to a plain tree or text.

The XML, the PDF and the symbol are made of these elsewhere; nothing here writes a file.
"""
