import { uploadedEntries } from "./upload-config.ts";
import type { UploadEntry } from "./upload-entry.ts";
import { stillInProgress } from "./upload-mistakes.ts";
import type { Uploads } from "./uploads.ts";

/** What a consuming function returns to keep its entry: see {@link postpone}. */
export class Postponed<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** Returned by a consuming function: gives `value`, and keeps the entry to be consumed another time. */
export function postpone<Value>(value: Value): Postponed<Value> {
  return new Postponed(value);
}

/** Takes over one file: gets what its writer, or `external`, says of it. */
export type Consume<Meta, Value> = (
  meta: Meta,
  entry: UploadEntry,
) => Value | Postponed<Value> | Promise<Value | Postponed<Value>>;

/** Consumes one entry. A throw of `consume` consumes it as well, and is thrown on: what failed half way is not tried twice. */
export async function consumeEntry<Meta, Value>(
  uploads: Uploads,
  entry: UploadEntry,
  consume: Consume<Meta, Value>,
): Promise<Value> {
  // The app says what its writer's meta is.
  const meta = uploads.take(entry) as Meta;
  let result: Value | Postponed<Value>;
  try {
    result = await consume(meta, entry);
  } catch (error) {
    uploads.consumed(entry);
    throw error;
  }
  if (result instanceof Postponed) {
    uploads.putBack(entry);
    return result.value;
  }
  uploads.consumed(entry);
  return result;
}

/** Consumes all entries of an upload, one after the other. Throws `upload-in-progress` when one is not done. */
export async function consumeEntries<Meta, Value>(
  uploads: Uploads,
  name: string,
  consume: Consume<Meta, Value>,
): Promise<Value[]> {
  const { done, inProgress } = uploadedEntries(uploads.config(name));
  const [first] = inProgress;
  if (first !== undefined) throw stillInProgress(first);
  const values: Value[] = [];
  for (const entry of done) values.push(await consumeEntry(uploads, entry, consume));
  return values;
}
