import { Database, type Reader } from "./db";
import { ArchiveFailure, notAsStored } from "./failure";
import { applicationId, look, migrate } from "./migrate";
import type { Migration } from "./migrations/migration";

/**
 * Looks at a file before anything is written to it.
 * @param migrations those that this program knows
 * @returns the version of the archive; 0 for a new file
 * @throws ArchiveFailure when the file is damaged, somebody else's or, with code
 *   `archive-too-new`, of a later version
 */
export function inspect(
  db: Database,
  migrations: readonly Migration[],
): Promise<number> {
  const newest = migrations.at(-1)?.version ?? 0;
  // At once: another process may be at its migrations.
  return db.read(async (sql) => {
    const { version, isEmpty, ...found } = await look(sql);
    if (!isEmpty && found.applicationId !== applicationId)
      throw new ArchiveFailure(
        `The file ${db.path} belongs to another program.`,
        "Move it away; then the lab creates a new archive.",
      );
    if (version > newest)
      throw new ArchiveFailure(
        `The archive ${db.path} was written by a later version of Edge Lab.`,
        "Install the latest version of Edge Lab to open it.",
        "",
        "archive-too-new",
      );
    const made = migrations.filter((step) => step.version <= version);
    if (!isEmpty) await requireSchema(sql, made);
    return version;
  });
}

interface Entry {
  type: string;
  name: string;
  sql: string | null;
}

/**
 * A letter changed in the definition of a table or an index would make statements fail, or find something
 * else, much later. What somebody has added, such as an index, is no damage.
 */
async function requireSchema(sql: Reader, made: readonly Migration[]) {
  const found = new Map(
    (await entries(sql)).map(({ name, ...entry }) => [name, entry]),
  );
  for (const { type, name, sql } of await schemaAfter(made)) {
    const entry = found.get(name);
    if (entry?.type !== type || entry.sql !== sql)
      throw notAsStored(`its ${type} ${name}`);
  }
}

async function schemaAfter(made: readonly Migration[]): Promise<Entry[]> {
  const db = await Database.open(":memory:", { create: true, busyTimeout: 0 });
  try {
    await migrate(db, 0, made, { backUp: false });
    return await db.read(entries);
  } finally {
    await db.close();
  }
}

function entries(sql: Reader): Promise<Entry[]> {
  return sql.all<Entry>(`SELECT type, name, sql FROM sqlite_schema`);
}
