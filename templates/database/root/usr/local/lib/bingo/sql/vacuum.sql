VACUUM (ANALYZE) public.sessions, public.customers, public.movies;
