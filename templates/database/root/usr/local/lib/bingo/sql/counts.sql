SET SESSION AUTHORIZATION bingo;
SELECT 'sessions', count(*) FROM sessions
UNION ALL SELECT 'customers', count(*) FROM customers
UNION ALL SELECT 'movies', count(*) FROM movies;
