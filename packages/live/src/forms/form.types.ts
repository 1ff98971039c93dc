// What the type checker must accept and refuse: checked by tsc, never run.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";
import { Form as FormTag, type Form as FormOf, InputsFor } from "../components/index.ts";
import { liveView } from "../live-view.ts";
import { type Form, form, formAsync } from "./form.ts";
import type { FormField, NestedForm } from "./form-fields.ts";

const schema = z.object({
  title: z.string(),
  tags: z.array(z.string()).optional(),
  user: z.object({ email: z.string(), age: z.string().transform(Number) }),
  addresses: z.array(z.object({ street: z.string(), phones: z.array(z.object({ number: z.string() })).optional() })),
});
type Address = z.input<typeof schema>["addresses"][number];

const entry = form(schema, { title: "" });
const index = 3 as number;

export const fields: readonly FormField[] = [
  entry.field("title"),
  entry.field("user"),
  entry.field("user[email]"),
  entry.field("tags"),
  entry.field("tags[0]"),
  entry.field(`tags[${index}]`),
  entry.field(`addresses[${index}][phones][${index}][number]`),
  // @ts-expect-error -- the schema has no such field
  entry.field("titel"),
  // @ts-expect-error -- nor has the record
  entry.field("user[emial]"),
  // @ts-expect-error -- nor has a record of the list
  entry.field(`addresses[${index}][city]`),
  // @ts-expect-error -- a list goes by numbers
  entry.field("addresses[street]"),
  // @ts-expect-error -- a text has nothing in it
  entry.field("title[0]"),
];

// The value is what the schema makes of the fields.
export const age: number | undefined = entry.value?.user.age;
// @ts-expect-error -- which is not what was typed
export const ageText: string | undefined = entry.value?.user.age;
// @ts-expect-error -- and is only there when everything fits
export const certain = entry.value.title;

// Nested forms know their own fields.
for (const address of entry.inputs("addresses", {
  prepend: [{ street: "" }],
  default: [{}],
  append: [{ phones: [] }],
})) {
  address.field("street");
  address.field(`phones[${index}][number]`);
  // @ts-expect-error -- an address has no such field
  address.field("stret");
  for (const phone of address.inputs("phones")) phone.field("number");
}
export const addresses: readonly NestedForm<Address>[] = entry.inputs("addresses");
entry.nested("user").field("email");
// @ts-expect-error -- a user has no such field
entry.nested("user").field("emial");
// @ts-expect-error -- a text is no list
entry.inputs("title");
// @ts-expect-error -- texts are no records
entry.inputs("tags");
// @ts-expect-error -- a record is no list
entry.inputs("user");
// @ts-expect-error -- a list is no record
entry.nested("addresses");
// @ts-expect-error -- an address has no such field
entry.inputs("addresses", { default: [{ stret: "" }] });

// A form begins with any part of what its schema takes, and goes on with whatever was sent.
declare const params: Readonly<Record<string, unknown>>;
form(schema);
form(schema, {});
form(schema, { user: { age: "7" }, addresses: [{}] }, { id: "x" });
form(schema, params, { submitted: true, errors: { title: "x", "": ["y"], [`addresses[${index}][street]`]: "z" } });
form(schema, { whatever: "x", _target: ["whatever"] });
form(entry, params, { action: "save" });
form(entry, undefined, { errors: { "user[email]": "is taken" } });
export const same: Form<typeof schema> = form(entry, params);
export const later: Promise<Form<typeof schema>> = formAsync(schema, params);
// @ts-expect-error -- the schema has no such field
form(schema, { titel: "" });
// @ts-expect-error -- the schema takes a text here
form(schema, { user: { age: 7 } });
// @ts-expect-error -- nor do errors have a place there
form(schema, params, { errors: { titel: "x" } });
// @ts-expect-error -- a form of one schema is not one of another
export const other: Form<typeof schema> = form(z.object({ title: z.string() }));
// @ts-expect-error -- the same for what is awaited
void formAsync(schema, { titel: "" });

// Whatever library the schema is of.
const ofValibot = form(v.object({ title: v.string(), rows: v.array(v.object({ n: v.string() })) }), {
  rows: [{ n: "" }],
});
ofValibot.inputs("rows")[0]?.field("n");
// @ts-expect-error -- no such field
ofValibot.field("row");
const ofArktype = form(type({ title: "string", "rows?": type({ n: "string" }).array() }), { rows: [{ n: "" }] });
ofArktype.inputs("rows")[0]?.field("n");
// @ts-expect-error -- no such field
ofArktype.field("row");

// Where the schema does not say, any name will do.
declare const unknown: StandardSchemaV1;
form(unknown, { a: 1 }).field("b[c]");
form(unknown).inputs("b")[0]?.field("c");
interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}
declare const tree: StandardSchemaV1<Tree>;
form(tree).field(`children[${index}][children][${index}][name]`);
form(tree).field("children[0][children][0][children][0][children][0][whatever]");
// @ts-expect-error -- near the root it does say
form(tree).field("children[0][nam]");

// The components as functions.
FormTag({ for: entry, "phx-change": "validate", children: (of) => of?.field("title").value });
// @ts-expect-error -- the content's form is this form
FormTag({ for: entry, children: (of) => of?.field("titel").value });
// @ts-expect-error -- no attribute of a form
FormTag({ for: entry, acton: "/" });
// @ts-expect-error -- no method
FormTag({ for: entry, action: "/", method: "trace" });
InputsFor({ for: entry.inputs("addresses"), children: (address) => address.field("street").value });
InputsFor({ for: entry.nested("user"), children: (user) => user.field("email").value });
// @ts-expect-error -- an address has no such field
InputsFor({ for: entry.inputs("addresses"), children: (address) => address.field("stret").value });
// @ts-expect-error -- a form without content shows nothing
InputsFor({ for: entry.inputs("addresses") });

// A view infers its forms.
export const view = liveView({
  mount: () => ({ entry: form(schema) }),
  events: {
    validate: (live, sent) => live.assign({ entry: form(live.assigns.entry, sent) }),
    // @ts-expect-error -- the assign is a form of this schema
    other: (live) => live.assign({ entry: form(z.object({ title: z.string() })) }),
  },
  render: ({ entry: shown }) => {
    const again: FormOf<typeof schema> = shown;
    // @ts-expect-error -- the schema has no such field
    shown.field("titel");
    return FormTag({ for: again });
  },
});
