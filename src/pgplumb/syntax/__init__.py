"""What SQL text alone can tell: quoting, statement boundaries, annotations, references; the only importer of pglast."""
