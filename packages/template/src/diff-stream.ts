import type { StreamPayload } from "@firecrest/wire";
import type { DiffWriter } from "./diff-writer.ts";
import { ROWS, ROW_COUNT, STATICS, STREAM } from "./json-keys.ts";
import { MIXED_ROW, commonTemplate } from "./mixed-row.ts";
import { BorrowedStreamPrint, NO_PRINT, StreamPrint } from "./prints.ts";
import type { StreamRows } from "./stream-rows.ts";
import type { TemplateSlot } from "./template.ts";

/** A stream: its rows are sent whole and forgotten (liveview-protocol.md §12.1). Leaves a `StreamPrint`, or "" while there is nothing. */
export function diffStream(
  writer: DiffWriter,
  stream: { slot: TemplateSlot; value: StreamRows },
  before: unknown,
): string {
  const { payload, rows } = stream.value;
  const print = before instanceof StreamPrint ? before : undefined;
  if (hasNoNews(stream.value)) {
    if (print === undefined || print instanceof BorrowedStreamPrint) return writer.content(stream.slot, "", before);
    writer.print = print;
    return "";
  }
  const template = rows.length === 0 ? (print?.template ?? MIXED_ROW) : commonTemplate(rows);
  const ownsTable = writer.openTable();
  let entries = "";
  rows.forEach((row, index) => {
    const members =
      template === MIXED_ROW
        ? `"0":${writer.content(stream.slot, row, NO_PRINT)}`
        : writer.writeSlots(template, row.values);
    entries += `"${index}":{${members}},`;
  });
  const isKnown = template === print?.template;
  const statics = isKnown
    ? ""
    : `,${STATICS}${ownsTable ? template.staticsJsonFor(writer) : writer.staticsOf(template)}`;
  writer.print = new StreamPrint(template);
  const json = `{${ROWS}{${entries}${ROW_COUNT}${rows.length}},${STREAM}${payloadJson(payload)}${statics}}`;
  return ownsTable ? writer.closeTable(json) : json;
}

function hasNoNews({ payload, rows }: StreamRows): boolean {
  return rows.length === 0 && payload.inserts.length === 0 && payload.deletes.length === 0 && !payload.reset;
}

function payloadJson({ ref, inserts, deletes, reset }: StreamPayload): string {
  return JSON.stringify(reset ? [ref, inserts, deletes, true] : [ref, inserts, deletes]);
}
