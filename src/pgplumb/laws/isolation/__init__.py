"""Laws on row security: held to whose rows are whose, which is declared outside the policies."""
