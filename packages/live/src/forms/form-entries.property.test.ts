import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { form } from "./form.ts";
import { readEntries } from "./form-entries.ts";
import { decodeForm } from "./form-params.ts";

type Value = string | readonly string[] | readonly Fields[] | Fields;
interface Fields {
  readonly [name: string]: Value;
}

// Neither a number, which would make a list, nor one of our own names.
const name = fc.stringMatching(/^[a-zé %&=+][\w é%&=+.-]{0,8}$/).filter((one) => !/^_|_(?:sort|drop)$/.test(one));
const text = fc.string({ unit: "binary", maxLength: 8 });
const { fields } = fc.letrec<{ fields: Fields; value: Value }>((tie) => ({
  fields: fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.array(text, { minLength: 1, maxLength: 4 }),
    fc.array(tie("fields"), { minLength: 1, maxLength: 3 }),
    tie("fields"),
  ) as fc.Arbitrary<Value>,
}));

/** The pairs that a browser would send for fields with these values. */
function pairsOf(value: Value, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (Array.isArray(value)) {
    return (value as readonly Value[]).flatMap((item, index) =>
      typeof item === "string" ? [[`${path}[]`, item] as [string, string]] : pairsOf(item, `${path}[${index}]`),
    );
  }
  return Object.entries(value as Fields).flatMap(([key, item]) => pairsOf(item, path === "" ? key : `${path}[${key}]`));
}

function send(value: Fields, marked: (index: number) => boolean = () => false): string {
  const pairs = pairsOf(value, "").flatMap(([key, item], index): [string, string][] =>
    marked(index)
      ? [
          [key.replace(/[^[\]]+(?=\](\[\])?$)|^[^[]+(?=(\[\])?$)/, "_unused_$&"), ""],
          [key, item],
        ]
      : [[key, item]],
  );
  return new URLSearchParams(pairs).toString();
}

test("whatever values a form shows, they come back as they were, marked or not", () => {
  fc.assert(
    fc.property(fields, fc.infiniteStream(fc.boolean()), (value, marks) => {
      const sent = send(value, () => marks.next().value);
      expect(readEntries(decodeForm(sent)).value).toEqual(value);
    }),
  );
});

test("every field has the text that was sent under its name, and is used unless it is marked", () => {
  fc.assert(
    fc.property(fields, fc.nat(), (value, choice) => {
      const pairs = pairsOf(value, "");
      const [key, item] = pairs[choice % pairs.length] ?? ["", ""];
      const params = { ...decodeForm(send(value, (index) => pairs[index]?.[0] === key)), _target: "x" };
      const sent = form(z.unknown(), params, { secret: false });
      const field = sent.field(key.replace(/\[\]$/, ""));
      expect([field.isUsed, field.value === item || field.values.includes(item)]).toEqual([false, true]);
    }),
  );
});

test("sort and drop leave each record once, known by what it was known by", () => {
  const orders = fc.record({
    count: fc.nat({ max: 8 }),
    sort: fc.array(fc.oneof(fc.nat({ max: 9 }).map(String), fc.constant("new"), fc.constant(""))),
    drop: fc.array(fc.oneof(fc.nat({ max: 9 }).map(String), fc.constant(""))),
  });
  fc.assert(
    fc.property(orders, ({ count, sort, drop }) => {
      const numbers = Array.from({ length: count }, (_, index) => String(index));
      const pairs = [
        ...numbers.flatMap((n) => [
          [`a[${n}][n]`, n],
          [`a[${n}][_persistent_id]`, String(100 + Number(n))],
        ]),
        ...sort.map((n) => ["a_sort[]", n]),
        ...[...drop, ""].map((n) => ["a_drop[]", n]),
      ];
      const entry = readEntries(decodeForm(new URLSearchParams(pairs).toString())).children.get("a");
      const rows = [...(entry?.children.values() ?? [])].map((row) => [
        (row.value as { n?: string }).n,
        row.persistentId,
      ]);
      const kept = rows.filter(([n]) => n !== undefined);
      expect(new Set(kept.map(([n]) => n))).toEqual(new Set(numbers.filter((n) => !drop.includes(n))));
      expect(new Set(kept.map(([n]) => n)).size).toBe(kept.length);
      for (const [n, id] of kept) expect(id).toBe(String(100 + Number(n)));
      expect(new Set(rows.map(([, id]) => id)).size).toBe(rows.length);
      const first = sort.find((n) => n !== "" && !drop.includes(n));
      if (first !== undefined) expect(rows[0]?.[0]).toBe(numbers.includes(first) ? first : undefined);
    }),
  );
});
