import { bigint, customType, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { PostKind } from "../post.ts";

// The tables as TypeScript sees them; what they are in PostgreSQL is written in migrations/*.sql. Which post matches
// which keyword (uniq_entry_keywords) is read and written by whole columns only, see entry-store.ts and tally-store.ts.

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
const time = (name: string) => timestamp(name, { withTimezone: true, mode: "date" }).notNull();

/** Every post once. */
export const uniqEntries = pgTable("uniq_entries", {
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  uuid: uuid().notNull().unique(),
  hashtags: text().array().notNull(),
  userMentions: text("user_mentions").array().notNull(),
  flatText: text("flat_text").notNull(),
  kind: text().$type<PostKind>().notNull(),
  createdAt: time("created_at"),
});

/** What the battles watch. */
export const keywords = pgTable("keywords", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  keyword: text().notNull().unique(),
});

/** The battles. */
export const events = pgTable("events", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  title: text().notNull(),
  queries: text().array().notNull(),
  startAt: time("start_at"),
  endAt: time("end_at"),
  demo: text().unique(),
});

/** Who may use the HTTP API. */
export const users = pgTable("users", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  apiKeySha256: bytea("api_key_sha256").notNull().unique(),
  createdAt: time("created_at").defaultNow(),
});
