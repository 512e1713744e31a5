"""Press articles: fetched politely, stored as received, content kept beside the bytes."""
