"""The rules, one per kind of object; a rule is registered by lying here."""
