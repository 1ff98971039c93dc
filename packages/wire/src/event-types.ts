/** One event that a view or component takes: what its sender gives along, and what the handler replies. */
export interface EventType<Payload = unknown, Reply = unknown> {
  readonly payload: Payload;
  readonly reply: Reply;
}

/**
 * What a view or component says of the events that it takes, by their names, and of what it pushes; by default, nothing is known. For the
 * compiler only: no value ever has the member.
 */
export interface HasEvents<
  Events extends object = Readonly<Record<string, EventType>>,
  Pushes extends object = Readonly<Record<string, object>>,
> {
  readonly "~types"?: { readonly events: Events; readonly pushes: Pushes };
}

/** The names of the events that `View` takes; of each one's, where it is one of several views. Where there are none, an advice. */
export type EventName<View> = [NameOf<View>] extends [never]
  ? "The view takes no event: name it in its events, or give it a handleEvent."
  : NameOf<View>;

/** The names of the events that `View` pushes. */
export type PushName<View> = View extends HasEvents<infer _, infer Pushes> ? keyof Pushes & string : never;

/**
 * What whoever sends `Name` to `View` passes behind it: a payload, which may be left out where an empty one would do, or where the
 * name is wrong and the compiler shall speak of that.
 */
export type EventArguments<View, Name extends string> = [PayloadTo<View, Name>] extends [never]
  ? [payload?: unknown]
  : {} extends PayloadTo<View, Name>
    ? [payload?: PayloadTo<View, Name>]
    : [payload: PayloadTo<View, Name>];

/** What `View` replies to `Name`, as it arrives. */
export type ReplyOf<View, Name extends string> = FromJson<TypeOf<View, Name>["reply"]>;

/** What comes along when `View` pushes `Name`, as it arrives; unknown, where the view does not declare what it pushes. */
export type PushPayload<View, Name extends string> =
  View extends HasEvents<infer _, infer Pushes>
    ? string extends keyof Pushes
      ? unknown
      : Name extends keyof Pushes
        ? FromJson<Pushes[Name]>
        : never
    : never;

/** What JSON leaves of a value: a `Date` arrives as a text. */
export type FromJson<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends { toJSON(): infer Written }
    ? FromJson<Written>
    : Value extends object
      ? { [Key in keyof Value]: FromJson<Value[Key]> }
      : Value;

type NameOf<View> = View extends HasEvents<infer Events, infer _> ? keyof Events & string : never;

type PayloadTo<View, Name extends string> = TypeOf<View, Name>["payload"];

type TypeOf<View, Name extends string> =
  View extends HasEvents<infer Events, infer _>
    ? Name extends keyof Events
      ? Extract<Events[Name], EventType>
      : never
    : never;
