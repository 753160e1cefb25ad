/**
 * The only file that touches the SQLite driver. One connection, and one queue for everything that
 * happens on it: two transactions on one connection interleave and lose rows, and a read in the
 * middle of somebody's transaction would see rows that may yet be rolled back.
 */
import { stat } from "node:fs/promises";
import sqlite3 from "sqlite3";
import { ArchiveFailure, archiveFailure, fileTakenAway } from "./failure";

/** NaN is no SQL value: the driver binds it as NULL. Numbers that may be NaN go into BLOBs. */
export type SqlValue = string | number | null | Buffer;

/** Of the library itself, as "3.45.0". */
export const sqliteVersion: string = sqlite3.VERSION;

export interface Reader {
  get<Row>(sql: string, values?: SqlValue[]): Promise<Row | undefined>;
  all<Row>(sql: string, values?: SqlValue[]): Promise<Row[]>;
}

export interface Writer extends Reader {
  run(
    sql: string,
    values?: SqlValue[],
  ): Promise<{ lastId: number; changes: number }>;
}

export class Database {
  readonly #statements: Writer;
  #tail: Promise<unknown> = Promise.resolve();
  #hear: (failure: ArchiveFailure) => void = () => undefined;

  private constructor(
    readonly path: string,
    private readonly driver: sqlite3.Database,
    /** What tells the file that is open from another one of the same name. */
    private readonly identity: string | null,
  ) {
    this.#statements = statements(driver, path);
  }

  /**
   * Opens a file. Nothing is read or written yet.
   * @param options.create make the file when it is missing
   * @param options.busyTimeout milliseconds to wait for a lock of another process
   * @throws ArchiveFailure
   */
  static open(
    path: string,
    options: { create: boolean; busyTimeout: number },
  ): Promise<Database> {
    const mode =
      sqlite3.OPEN_READWRITE |
      sqlite3.OPEN_FULLMUTEX |
      (options.create ? sqlite3.OPEN_CREATE : 0);
    return new Promise((resolve, reject) => {
      const driver = new sqlite3.Database(path, mode, (error) => {
        if (error) return reject(archiveFailure(error, path));
        driver.configure("busyTimeout", options.busyTimeout);
        void identityOf(path).then((identity) =>
          resolve(new Database(path, driver, identity)),
        );
      });
    });
  }

  /** Opens a file that is there for one piece of work. @throws ArchiveFailure */
  static async visit<T>(
    path: string,
    busyTimeout: number,
    work: (db: Database) => Promise<T>,
  ): Promise<T> {
    const db = await Database.open(path, { create: false, busyTimeout });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  }

  /** Tells somebody of each failure of the work asked for here. */
  onFailure(hear: (failure: ArchiveFailure) => void) {
    this.#hear = hear;
  }

  /** Several reads of one moment. Must not be called from within another piece of work. */
  read<T>(work: (sql: Reader) => Promise<T>): Promise<T> {
    return this.#enqueue(() => this.#transaction("BEGIN", work));
  }

  /** All of it or nothing. Must not be called from within another piece of work. */
  write<T>(work: (sql: Writer) => Promise<T>): Promise<T> {
    // IMMEDIATE: a read that later wants to write cannot wait for another process, it just fails.
    return this.#enqueue(async () => {
      const result = await this.#transaction("BEGIN IMMEDIATE", work);
      await this.requirePresent();
      return result;
    });
  }

  /**
   * SQLite goes on writing to a file that has been deleted, moved or replaced: what is stored in it is
   * gone once it is closed. Nothing may count as stored then.
   * @throws ArchiveFailure `archive-missing`
   */
  async requirePresent(): Promise<void> {
    if ((await identityOf(this.path)) === this.identity) return;
    const failure = fileTakenAway(this.path);
    this.#hear(failure);
    throw failure;
  }

  /** For what SQLite refuses within a transaction: some PRAGMAs, VACUUM INTO. */
  outside<T>(work: (sql: Writer) => Promise<T>): Promise<T> {
    return this.#enqueue(() => work(this.#statements));
  }

  /** Waits for the work already asked for. */
  close(): Promise<void> {
    return this.#enqueue(
      () =>
        new Promise((resolve, reject) =>
          this.driver.close((error) =>
            error ? reject(archiveFailure(error, this.path)) : resolve(),
          ),
        ),
    );
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch((error: unknown) => {
      if (error instanceof ArchiveFailure) this.#hear(error);
    });
    return result;
  }

  async #transaction<T>(
    begin: string,
    work: (sql: Writer) => Promise<T>,
  ): Promise<T> {
    await this.#statements.run(begin);
    try {
      const result = await work(this.#statements);
      await this.#statements.run("COMMIT");
      return result;
    } catch (error) {
      // A full disk has already rolled back, and then there is nothing left to roll back.
      await this.#statements.run("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
}

function statements(driver: sqlite3.Database, path: string): Writer {
  return {
    get: <Row>(sql: string, values: SqlValue[] = []) =>
      new Promise<Row | undefined>((resolve, reject) =>
        driver.get<Row>(sql, values, (error, row) =>
          error ? reject(archiveFailure(error, path)) : resolve(row),
        ),
      ),
    all: <Row>(sql: string, values: SqlValue[] = []) =>
      new Promise<Row[]>((resolve, reject) =>
        driver.all<Row>(sql, values, (error, rows) =>
          error ? reject(archiveFailure(error, path)) : resolve(rows),
        ),
      ),
    run: (sql, values = []) =>
      new Promise((resolve, reject) =>
        driver.run(sql, values, function (error) {
          if (error) reject(archiveFailure(error, path));
          else resolve({ lastId: this.lastID, changes: this.changes });
        }),
      ),
  };
}

/** Null where there is no file, and on Windows, where nobody can take away a file that is open. */
async function identityOf(path: string): Promise<string | null> {
  if (process.platform === "win32") return null;
  return stat(path, { bigint: true }).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  );
}
