/**
 * The statement that makes every trigger of ours on PostgreSQL fire for every session, also for one that sets
 * `session_replication_role = replica`: the queue and the append-only log are promised for any writer. A migration that
 * makes triggers ends with it.
 */
export function alwaysFire(): string[] {
  return [
    `DO $$ DECLARE found record; BEGIN
      FOR found IN SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'secret_access_log'::regclass)
          AND NOT t.tgisinternal AND t.tgenabled = 'O'
      LOOP EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', found.relname, found.tgname); END LOOP;
    END $$`,
  ];
}
