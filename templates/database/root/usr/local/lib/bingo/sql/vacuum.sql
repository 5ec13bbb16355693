SET SESSION AUTHORIZATION bingo;
VACUUM (ANALYZE) sessions, customers, movies;
