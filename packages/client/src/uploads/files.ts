// The files that a user has chosen, beside what the browser keeps of them: an input forgets its files when others are chosen,
// and may be patched meanwhile. The server says which of them it still knows by lists of refs in attributes (§18.1).

/** A live file input; its value is the ref of the upload that it belongs to. */
export const UPLOAD_REF = "data-phx-upload-ref";

/** The lists of refs that a server keeps on a file input. */
export type RefList = "active" | "done" | "preflighted" | "error";

const chosen = new WeakMap<HTMLInputElement, readonly File[]>();
const refs = new WeakMap<File, string>();
let count = 0;

/** The refs in a list; the text of an attribute is compared as a whole where only a change matters. */
export function refsIn(input: HTMLInputElement, list: RefList): string {
  return input.getAttribute(`data-phx-${list}-refs`) ?? "";
}

/** Whether a list has a file. */
export function isIn(input: HTMLInputElement, list: RefList, ref: string): boolean {
  return refsIn(input, list).split(",").includes(ref);
}

/** The ref of a file, which is given to it the first time. */
export function refOf(file: File): string {
  let ref = refs.get(file);
  if (ref === undefined) refs.set(file, (ref = String(count++)));
  return ref;
}

/** The files of an input that the server knows, or has not heard of yet. Empty ones are none. */
export function activeFiles(input: HTMLInputElement): File[] {
  return (chosen.get(input) ?? []).filter((file) => {
    const ref = refs.get(file);
    return file.size > 0 && (ref === undefined || isIn(input, "active", ref));
  });
}

/** The file of an entry that the server knows, by its ref. */
export function fileOf(input: HTMLInputElement, ref: string | null): File | undefined {
  return activeFiles(input).find((file) => refs.get(file) === ref);
}

/** Adds files to those of an input that takes several, else puts them in their place. */
export function choose(input: HTMLInputElement, files: readonly File[]): void {
  if (!input.multiple) return void chosen.set(input, files);
  chosen.set(input, [...new Set([...(chosen.get(input) ?? []), ...files])]);
  input.value = "";
}

/** Forgets some files of an input, or all. */
export function forget(input: HTMLInputElement, file?: File): void {
  chosen.set(input, file ? (chosen.get(input) ?? []).filter((one) => one !== file) : []);
}

/** What the server is told about a file. */
export function describe(file: File & { readonly meta?: unknown }): object {
  const ref = refOf(file);
  return {
    ref,
    name: file.name || ref,
    relative_path: file.webkitRelativePath,
    size: file.size,
    type: file.type,
    last_modified: file.lastModified,
    meta: typeof file.meta === "function" ? (file.meta() as unknown) : undefined,
  };
}

/** The live file inputs in an element; of a form also those that stand elsewhere and belong to it. */
export function uploadInputs(root: Element): HTMLInputElement[] {
  const inputs = root instanceof HTMLFormElement ? root.elements : root.querySelectorAll("input");
  return [...inputs].filter((input) => input.matches(`input[type=file][${UPLOAD_REF}]`)) as HTMLInputElement[];
}
