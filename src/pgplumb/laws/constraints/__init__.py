"""Laws of constraints: what each accepts and refuses, now or deferred, and what foreign keys do."""
