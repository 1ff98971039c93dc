import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvReader, type CsvRecord, RECORD_CHARS_MAX } from "./csv.ts";

/** Reads a text cut into pieces of this size. */
function read(text: string, { pieceChars = text.length || 1, delimiter = "," } = {}): CsvRecord[] {
  const reader = new CsvReader(delimiter);
  const records: CsvRecord[] = [];
  for (let start = 0; start < text.length; start += pieceChars)
    records.push(...reader.push(text.slice(start, start + pieceChars)));
  return [...records, ...reader.end()];
}

const fields = (records: readonly CsvRecord[]): unknown[] =>
  records.map((record) => ("fields" in record ? record.fields : `${record.line}: ${record.problem}`));

describe("well-formed CSV, cut anywhere", () => {
  test.each<[string, string, string[][]]>([
    [
      "plain",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "no last line end",
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "CR LF",
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "empty fields",
      "a,b,c\n,,\n1,,3",
      [
        ["a", "b", "c"],
        ["", "", ""],
        ["1", "", "3"],
      ],
    ],
    [
      "quotes",
      'a,b\n"1","2"\n',
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "quotes within",
      'a,b\n"say ""hi""",""""\n',
      [
        ["a", "b"],
        ['say "hi"', '"'],
      ],
    ],
    [
      "delimiters within",
      'a,b\n"1,2",3\n',
      [
        ["a", "b"],
        ["1,2", "3"],
      ],
    ],
    [
      "several lines",
      'a,b\r\n"one\r\ntwo\n\nthree",x\r\nlast,y',
      [
        ["a", "b"],
        ["one\r\ntwo\n\nthree", "x"],
        ["last", "y"],
      ],
    ],
    [
      "an empty quoted field",
      'a,b\n"",""\n',
      [
        ["a", "b"],
        ["", ""],
      ],
    ],
    [
      "a quoted last field",
      'a,b\n1,"2"',
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a quote inside a plain field",
      'a,b\n5" disk,x\n',
      [
        ["a", "b"],
        ['5" disk', "x"],
      ],
    ],
    [
      "blank lines",
      "\n\na,b\n\n  \n1,2\n\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a lone CR is text",
      "a,b\n1\r2,3\n",
      [
        ["a", "b"],
        ["1\r2", "3"],
      ],
    ],
    [
      "a byte order mark",
      "\u{feff}a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["nothing", "", []],
    ["a single column", "a\n1\n2\n", [["a"], ["1"], ["2"]]],
  ])("%s", (_, text, expected) => {
    for (const pieceChars of [1, 2, 3, 7, 1_000]) {
      expect(fields(read(text, { pieceChars })), `pieces of ${pieceChars}`).toEqual(expected);
    }
  });

  test.each([
    [
      ";",
      'a;b\n"1;2";3,4\n',
      [
        ["a", "b"],
        ["1;2", "3,4"],
      ],
    ],
    [
      "\t",
      "a\tb\n1,\t2\n",
      [
        ["a", "b"],
        ["1,", "2"],
      ],
    ],
    [
      "|",
      "a|b\n1|2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
  ])("separated by %j", (delimiter, text, expected) => {
    expect(fields(read(text, { delimiter }))).toEqual(expected);
  });

  test("any table that is written as CSV is read back, cut anywhere", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "é", " ", ",", '"', "\n", "\r\n", "😀"), maxLength: 8 });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 20 }), (rows, pieceChars) => {
        const text = rows
          .map((row) =>
            row.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(","),
          )
          .join("\n");
        expect(fields(read(text, { pieceChars }))).toEqual(rows);
      }),
    );
  });
});

describe("a bad record is told with its line and its reason, and reading goes on", () => {
  test.each<[string, string, unknown[]]>([
    ["too few fields", "a,b\n1\n3,4\n", [["a", "b"], "2: 1 field where the header has 2", ["3", "4"]]],
    ["too many fields", "a,b\n1,2,3\n3,4\n", [["a", "b"], "2: 3 fields where the header has 2", ["3", "4"]]],
    ["text after a closing quote", 'a,b\n"1"x,2\n3,4\n', [["a", "b"], "2: text after a closing quote", ["3", "4"]]],
    [
      "a stray quote costs one line",
      'a,b\n"oops,2\n3,4\n5,6\n',
      [["a", "b"], "2: a quoted field is not closed", ["3", "4"], ["5", "6"]],
    ],
    [
      "also when a later field closes it",
      'a,b\n"oops,2\n3,"4"\n5,6\n',
      [["a", "b"], "2: text after a closing quote", ["3", "4"], ["5", "6"]],
    ],
    [
      "also when that leaves a whole record",
      'a,b\n"oops,2\n3,4",x,y\n5,6\n',
      [["a", "b"], "2: 3 fields where the header has 2", "3: 4 fields where the header has 2", ["5", "6"]],
    ],
    ["at the end of the file", 'a,b\n1,2\n"3,4', [["a", "b"], ["1", "2"], "3: a quoted field is not closed"]],
  ])("%s", (_, text, expected) => {
    for (const pieceChars of [1, 5, 1_000])
      expect(fields(read(text, { pieceChars })), `pieces of ${pieceChars}`).toEqual(expected);
  });

  test("lines are counted through quoted line ends and blank lines", () => {
    const records = read('a,b\n"1\n1",2\n\nbad\n3,4\n');
    expect(records.map((record) => record.line)).toEqual([1, 2, 5, 6]);
  });

  test("a quote that is never closed is given up after a while, and so is a line without end", () => {
    const padding = "x".repeat(RECORD_CHARS_MAX);
    const unclosed = read(`a,b\n"1,2\n3,4\n${padding},5\n6,7\n`, { pieceChars: 65_536 });
    expect(fields(unclosed)).toEqual([
      ["a", "b"],
      expect.stringMatching(/^2: no end of the record within/),
      ["3", "4"],
      expect.anything(),
      ["6", "7"],
    ]);
    const endless = read(`a,b\n${padding}${padding}${padding}\n6,7\n`, { pieceChars: 65_536 });
    expect(fields(endless)).toEqual([["a", "b"], expect.stringMatching(/^2: no end of the record within/), ["6", "7"]]);
    expect(endless.at(-1)?.line).toBe(3);
  });
});
