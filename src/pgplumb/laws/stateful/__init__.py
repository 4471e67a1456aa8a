"""State machines: random changes by one session or by several, held to what must always be so."""
