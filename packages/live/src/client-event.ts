import { LiveError } from "./errors.ts";
import { decodeForm, decodePath } from "./forms/form-params.ts";
import { isRecord } from "./record.ts";

/** An `event` push, decoded (liveview-protocol §7). */
export interface ClientEvent {
  /** The handler's name. */
  readonly name: string;
  /** What the handler receives: the form's fields, or the value as pushed (`{}` when there was none). */
  readonly params: Readonly<Record<string, unknown>>;
  /** The component it is meant for, if any. */
  readonly componentId: number | undefined;
  /** Files that were selected, by the upload that they are for; undefined for none. */
  readonly uploads: Readonly<Record<string, unknown>> | undefined;
}

/** Decodes the payload of an `event` push, or throws a LiveError ("malformed-event"). */
export function decodeClientEvent(payload: unknown): ClientEvent {
  if (!isRecord(payload) || typeof payload["event"] !== "string" || typeof payload["type"] !== "string") {
    throw new LiveError(
      "malformed-event",
      `An event push needs { type, event, value }, got ${(JSON.stringify(payload) ?? "nothing").slice(0, 80)}.`,
    );
  }
  const { event: name, type, value, meta, cid, uploads } = payload;
  const params = type === "form" ? formParams(value, meta) : plainParams(value);
  return { name, params, componentId: typeof cid === "number" ? cid : undefined, uploads: filesOf(uploads) };
}

/** Every change of a form has an `uploads`, and most are empty. */
function filesOf(uploads: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(uploads) && Object.keys(uploads).length > 0 ? uploads : undefined;
}

function plainParams(value: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  // A hook may push any JSON; a bare value arrives under the one name that is free of meaning.
  return value === undefined || value === null ? {} : { value };
}

function formParams(value: unknown, meta: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "string") {
    throw new LiveError("malformed-event", "A form event carries its fields as url-encoded text.");
  }
  const fields: Record<string, unknown> = decodeForm(value);
  if (isRecord(meta)) for (const name of Object.keys(meta)) if (name !== "__proto__") fields[name] = meta[name];
  const target = fields["_target"];
  if (typeof target === "string") fields["_target"] = decodePath(target);
  return fields;
}
