-- Before every backup, in the database postgres: what pgBackRest may do there, and no more. It reads the files itself.
SELECT 'CREATE ROLE backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'backup') \gexec
GRANT pg_read_all_settings, pg_checkpoint TO backup;
GRANT EXECUTE ON FUNCTION pg_backup_start(text, boolean), pg_backup_stop(boolean), pg_switch_wal(),
  pg_create_restore_point(text) TO backup;
GRANT CONNECT ON DATABASE postgres TO backup;
