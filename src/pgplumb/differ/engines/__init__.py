"""What writes statements: migra, the library, and native, our own."""
