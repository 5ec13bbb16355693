-- The baseline's indexes.
SET SESSION AUTHORIZATION bingo;

CREATE UNIQUE INDEX IF NOT EXISTS sessions_id ON sessions (id);
CREATE UNIQUE INDEX IF NOT EXISTS customers_id ON customers (id);
CREATE UNIQUE INDEX IF NOT EXISTS movies_id ON movies (id);
