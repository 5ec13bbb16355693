CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
INSERT INTO schema_migrations (version, dirty) VALUES (1, false) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS customers (id serial, name varchar(80) NOT NULL, surname varchar(80) NOT NULL, birthday date NOT NULL, email varchar(256) NOT NULL);
CREATE TABLE IF NOT EXISTS movies (id serial, name varchar NOT NULL, year int NOT NULL, duration bigint NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (id bigserial, start_time timestamp NOT NULL, customer_id int NOT NULL, movie_id int NOT NULL);
