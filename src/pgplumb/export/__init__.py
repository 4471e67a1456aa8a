"""A catalog as the files of a desired schema: what stands where, how it reads, and how it comes into a folder."""
