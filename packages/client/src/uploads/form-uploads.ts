import type { BindingHost } from "../bindings/host.ts";
import { activeFiles, choose, describe, refsIn, UPLOAD_REF, uploadInputs } from "./files.ts";
import { awaiting, entriesOf, upload } from "./upload.ts";

/** Submits that wait for uploads, and how they are called off. */
const waiting = new WeakMap<HTMLFormElement, () => void>();

/** What a change of this input is to say about its files: the `uploads` of the event (liveview-protocol.md §7.2). */
export function select(input: HTMLInputElement): object {
  if (input.files?.length) choose(input, [...input.files]);
  const files = activeFiles(input);
  return files.length
    ? { [input.getAttribute(UPLOAD_REF) ?? ""]: files.map((file) => ({ path: input.name, ...describe(file) })) }
    : {};
}

/** The server has heard of a change: what uploads by itself does so once nothing else waits for an answer. */
export function selected(host: BindingHost, input: HTMLInputElement): void {
  if (!input.hasAttribute("data-phx-auto-upload")) return;
  const locked = input.closest("[data-phx-ref-lock]");
  if (!locked) return void upload(host, input);
  const type = `phx:undo-lock:${locked.getAttribute("data-phx-ref-lock")}`;
  locked.addEventListener(type, () => selected(host, input), { once: true });
}

/** Puts files into the live file input of this name, as if the user had chosen them. */
export function inject(
  host: BindingHost,
  root: Element,
  { name, files }: { name: string; files: Iterable<File> },
): void {
  const inputs = uploadInputs(root).filter((input) => input.name === name);
  const [input] = inputs;
  if (!input || inputs.length > 1) {
    const message = `upload("${name}") is for one live file input of that name, and there are ${inputs.length}.`;
    return host.log.error(new host.kit.ClientError("unknown-upload", message));
  }
  choose(input, [...files]);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A form that is being submitted. */
interface Submission {
  readonly form: HTMLFormElement;
  /** Makes the form wait until the returned function is called. */
  readonly hold: () => (() => void) | undefined;
  readonly deliver: () => void;
}

/** Delivers a submit when all files of the form are uploaded; not at all if one of them is wrong (liveview-protocol.md §15.3). */
export async function submit(host: BindingHost, { form, hold, deliver }: Submission): Promise<void> {
  const inputs = uploadInputs(form);
  const isWrong = (): boolean => inputs.some((input) => refsIn(input, "error"));
  const isBusy = (): boolean => inputs.some((input) => awaiting(input).length + entriesOf(input).length);
  if (isWrong()) return;
  if (!isBusy()) return deliver();
  const release = hold();
  let isOn = true;
  waiting.set(form, () => (isOn = false));
  const before = await Promise.all(inputs.flatMap(entriesOf).map(({ finished }) => finished));
  waiting.delete(form);
  isOn &&= before.every(Boolean);
  if (isOn && !isWrong())
    for (const isFine of await Promise.all(inputs.map((input) => upload(host, input)))) isOn &&= isFine;
  release?.();
  if (isOn && !isWrong() && !isBusy()) deliver();
}

/** Calls off a submit that waits for uploads: there is something wrong with them, or nothing left of them. */
export function callOff(form: HTMLFormElement | null): void {
  if (form) waiting.get(form)?.();
}
