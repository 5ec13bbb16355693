-- Rows and the last id of each table. Ids go from 1 on, so the two differ when a row is missing or was put in twice.
SELECT 'movies', count(*), max(id) FROM public.movies
UNION ALL SELECT 'customers', count(*), max(id) FROM public.customers
UNION ALL SELECT 'sessions', count(*), max(id) FROM public.sessions;
