import type { BindingHost } from "../bindings/host.ts";
import type { LiveSocket } from "../live/live-socket.ts";
import { sendChunks, type UploadConfig } from "./chunks.ts";
import { Entry, type UploadEntry } from "./entry.ts";
import { activeFiles, describe, isIn, refOf, UPLOAD_REF } from "./files.ts";

/**
 * Uploads files to somewhere else: to a bucket, by URLs that the server has signed. `onViewError` takes what to do when the view
 * goes before they are done; `response` is all that the server said, `liveSocket` the page's.
 */
// oxlint-disable-next-line max-params -- the uploaders that there are take these
export type Uploader = (
  entries: readonly UploadEntry[],
  onViewError: (callback: () => void) => void,
  response: unknown,
  liveSocket: LiveSocket,
) => void;

/** The answer to a request for uploads (liveview-protocol.md §18.3). */
interface Preflight {
  readonly config: UploadConfig;
  /** By ref: the token of an upload to the server itself, or what an uploader needs. */
  readonly entries?: Readonly<Record<string, string | { readonly uploader: string }>>;
  readonly error?: unknown;
}

/** What is on its way, by input. */
const underWay = new WeakMap<HTMLInputElement, Set<Entry>>();
const viewErrors = new WeakMap<HTMLInputElement, Set<() => void>>();

/** The files of an input that are on their way. */
export function entriesOf(input: HTMLInputElement): Entry[] {
  return [...(underWay.get(input) ?? [])];
}

/** The files of an input that the server has not been asked for yet. */
export function awaiting(input: HTMLInputElement): File[] {
  const asked = entriesOf(input).map(({ file }) => file);
  return activeFiles(input).filter((file) => !isIn(input, "preflighted", refOf(file)) && !asked.includes(file));
}

/** Ends what is on its way: the view has gone, or has gone without. */
export function abandon(input: HTMLInputElement): void {
  for (const entry of entriesOf(input)) entry.cancel();
  for (const callback of viewErrors.get(input) ?? []) callback();
  viewErrors.delete(input);
}

/** Uploads what is chosen in an input. Resolves when all of it is over: false when anything was refused, or has failed. */
export async function upload(host: BindingHost, input: HTMLInputElement): Promise<boolean> {
  const files = awaiting(input);
  const view = host.viewOf(input);
  const [target] = view ? host.kit.findTargets(input.form?.getAttribute("phx-target"), view, host) : [];
  if (!files.length || !target) return true;
  const ref = input.getAttribute(UPLOAD_REF);
  const { cid } = target;
  const entries = files.map(
    (file) =>
      new Entry(input, file, (entry_ref, progress) =>
        target.view.push("progress", { event: null, ref, entry_ref, progress, cid }),
      ),
  );
  const all = underWay.get(input) ?? new Set();
  underWay.set(input, all);
  for (const entry of entries) all.add(entry);
  const answer = target.view.ask("allow_upload", { ref, entries: files.map(describe), cid });
  const isFine = await answer.then(
    ({ response }) => begin(host, input, { entries, preflight: response as Preflight }),
    () => false,
  );
  if (!isFine) for (const entry of entries) entry.cancel();
  const results = await Promise.all(entries.map(({ finished }) => finished));
  for (const entry of entries) all.delete(entry);
  return isFine && results.every(Boolean);
}

interface Begin {
  readonly entries: readonly Entry[];
  readonly preflight: Preflight;
}

/** Begins what the server allows. False if that is not all of it: unless each file goes by itself, none goes then. */
function begin(host: BindingHost, input: HTMLInputElement, { entries, preflight }: Begin): boolean {
  const { config, entries: metas = {}, error } = preflight;
  const byUploader = new Map<string, Entry[]>();
  const refused = entries.filter((entry) => !(entry.meta = metas[entry.ref]));
  if (error || (refused.length && !input.hasAttribute("data-phx-auto-upload"))) return false;
  for (const entry of entries) {
    const { uploader } = Object(entry.meta) as { uploader?: string };
    if (!entry.meta) entry.cancel();
    else if (!uploader) sendChunks(entry, config, host.socket);
    else byUploader.set(uploader, [...(byUploader.get(uploader) ?? []), entry]);
  }
  for (const [name, group] of byUploader) {
    const uploader = host.uploaders[name];
    if (uploader) uploader(group, (callback) => onViewError(input, callback), preflight, host.liveSocket);
    else {
      const message = `The server wants files uploaded by "${name}", which the page does not have. Give it to the LiveSocket: { uploaders: { ${name} } }.`;
      host.log.error(new host.kit.ClientError("unknown-uploader", message));
      for (const entry of group) entry.error();
    }
  }
  return true;
}

function onViewError(input: HTMLInputElement, callback: () => void): void {
  const callbacks = viewErrors.get(input) ?? new Set();
  viewErrors.set(input, callbacks.add(callback));
}
