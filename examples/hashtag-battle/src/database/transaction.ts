import type pg from "pg";

/**
 * Runs `work` in a transaction on a connection of its own: all of it is kept, or none of it when it throws.
 *
 * Not drizzle's own `transaction`: that one never gives back a connection whose `begin` fails, and gives back broken
 * ones as good (drizzle-orm issues 6114 and 6241), so every restart of the database would cost the pool a connection.
 */
export async function runInTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // Closing the connection undoes what it began, also when it is the connection that failed.
    client.release(true);
    throw error;
  }
}
