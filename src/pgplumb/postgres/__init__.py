"""The only door to PostgreSQL: sessions, scratch servers, dumps, and what is kept between runs."""
