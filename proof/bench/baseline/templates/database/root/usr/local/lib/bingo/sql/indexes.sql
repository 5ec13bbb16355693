-- The baseline's indexes.
CREATE UNIQUE INDEX IF NOT EXISTS sessions_id ON public.sessions (id);
CREATE UNIQUE INDEX IF NOT EXISTS customers_id ON public.customers (id);
CREATE UNIQUE INDEX IF NOT EXISTS movies_id ON public.movies (id);
