-- As the owner: what an untrusted program left in these tables must not run with a superuser's rights.
SET SESSION AUTHORIZATION bingo;

CREATE UNIQUE INDEX IF NOT EXISTS sessions_id ON sessions (id);
CREATE UNIQUE INDEX IF NOT EXISTS customers_id ON customers (id);
CREATE UNIQUE INDEX IF NOT EXISTS movies_id ON movies (id);

-- The big join in its own order: movies as they come, each one's few sessions sorted, stop at 100,000.
-- 5.6 s with the unique indexes alone, 0.5 s with these.
CREATE INDEX IF NOT EXISTS movies_year_name_id ON movies (year DESC, name ASC, id);
CREATE INDEX IF NOT EXISTS sessions_movie_customer_id ON sessions (movie_id, customer_id, id DESC);
