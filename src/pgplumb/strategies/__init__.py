"""Hypothesis strategies from the catalog: values of a type, and rows that its checks let through or refuse."""
