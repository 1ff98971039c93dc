import { createHash } from "node:crypto";
import { count, eq } from "drizzle-orm";
import type { Database } from "./database/database.ts";
import { users } from "./database/schema.ts";
import { randomSecret } from "./random.ts";

/** Whoever an API key belongs to. */
export interface User {
  readonly id: number;
  readonly name: string;
}

/** At the first start, when there is nobody yet: makes a user and answers the API key. */
export async function addFirstUser(database: Database): Promise<string | undefined> {
  const [row] = await database.select({ users: count() }).from(users);
  return (row?.users ?? 0) > 0 ? undefined : addUser(database, "first");
}

/**
 * Makes a user and answers the API key, which nobody can read again: the database keeps only its SHA-256.
 * Undefined when there is a user of that name (another app that started at the same moment made it).
 */
export async function addUser(database: Database, name: string): Promise<string | undefined> {
  const apiKey = randomSecret();
  const added = await database
    .insert(users)
    .values({ name, apiKeySha256: hashApiKey(apiKey) })
    .onConflictDoNothing({ target: users.name })
    .returning({ id: users.id });
  return added.length === 0 ? undefined : apiKey;
}

/** Removes a user; its key is worth nothing from then on. */
export async function removeUser(database: Database, name: string): Promise<void> {
  await database.delete(users).where(eq(users.name, name));
}

/** Whose key this is, undefined when it is nobody's. */
export async function findUserByApiKey(database: Database, apiKey: string): Promise<User | undefined> {
  const [user] = await database
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.apiKeySha256, hashApiKey(apiKey)));
  return user;
}

/** What is kept of a key. Slow hashing protects guessable passwords; 256 random bits need no protection from guessing. */
export function hashApiKey(apiKey: string): Buffer {
  return createHash("sha256").update(apiKey).digest();
}
