CREATE TABLE schema_migrations (version bigint NOT NULL, dirty boolean NOT NULL);
INSERT INTO schema_migrations (version, dirty) VALUES (1, false);
CREATE TABLE customers (id int NOT NULL, name varchar(80) NOT NULL, surname varchar(80) NOT NULL, birthday date NOT NULL, email varchar(120) NOT NULL);
CREATE TABLE movies (id int NOT NULL, name varchar(255) NOT NULL, year int NOT NULL, duration int NOT NULL);
CREATE TABLE sessions (id bigint NOT NULL, start_time timestamp NOT NULL, customer_id int NOT NULL, movie_id int NOT NULL);
