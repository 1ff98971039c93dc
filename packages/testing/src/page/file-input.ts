import { EVENTS } from "@firecrest/wire";
import type { Element } from "domhandler";
import { TestingError } from "../errors.ts";
import { controlsOf, formOf, isDisabled } from "../form/controls.ts";
import { listing } from "../markup/excerpt.ts";
import { findOne } from "../markup/find.ts";
import { findTargets } from "./commands.ts";
import { ownerOf } from "./element-event.ts";
import { FileTransfer, type Preflight, type TestFile, type UploadPlace } from "./file-transfer.ts";
import { changeForm } from "./live-form.ts";
import type { Scope } from "./scope.ts";

/** Files that a user chooses in a file input of `LiveFileInput`. */
export class FileInput {
  readonly #scope: Scope;
  readonly #selector: string;
  readonly #transfers: readonly FileTransfer[];
  #isSelected = false;

  constructor(scope: Scope, selector: string, files: readonly TestFile[]) {
    this.#scope = scope;
    this.#selector = selector;
    this.#transfers = files.map((file) => new FileTransfer(file, scope.tab.nextFileRef()));
  }

  /** The refs that the page gives to the files, in their order: what `cancelUpload` is told. */
  get refs(): readonly string[] {
    return this.#transfers.map(({ ref }) => ref);
  }

  /** Chooses the files: the form's `phx-change`, by which the server hears of them. Resolves to the view's HTML. */
  async select(): Promise<string> {
    const input = this.#find();
    const { tab } = this.#scope;
    const form = formOf(tab.document, input);
    if (form === undefined)
      throw new TestingError(
        "no-binding",
        `The file input is in no form, so nobody hears of its files:\n${listing([input])}`,
      );
    const { name = "", "data-phx-upload-ref": uploadRef = "" } = input.attribs;
    const uploads = { [uploadRef]: this.#transfers.map((transfer) => ({ path: name, ...transfer.announcement() })) };
    const controls = controlsOf(tab.document, form);
    await changeForm(this.#scope, { form, controls, filling: new Map(), target: name, touched: [name], uploads });
    this.#isSelected = true;
    return this.#scope.settledHtml();
  }

  /** Asks whether the files may be uploaded, choosing them first if need be. Resolves to the server's answer, in its own words. */
  async preflight(): Promise<Preflight> {
    if (!this.#isSelected) await this.select();
    const { target, uploadRef } = this.#place();
    const waiting = this.#transfers.filter(({ grant }) => grant === undefined);
    const entries = waiting.map((transfer) => transfer.announcement());
    const { response } = await target.view.push(EVENTS.allowUpload, { ref: uploadRef, entries, cid: target.cid });
    for (const transfer of waiting) transfer.hear(response);
    await this.#scope.tab.settle();
    return response;
  }

  /**
   * Uploads one file, or all, up to so many percent; what has to come before is done first. Files of an external upload are not sent
   * anywhere, their progress is reported. Resolves to the view's HTML. Rejects with "upload-refused".
   */
  async upload(name?: string, percent = 100): Promise<string> {
    const chosen = name === undefined ? this.#transfers : [this.#named(name)];
    await this.#allow(chosen);
    for (const transfer of chosen) await transfer.send(this.#place(), percent);
    return this.#scope.settledHtml();
  }

  /** What the server gave for a file of an external upload, for the script that sends it there. Asks for it first, if need be. */
  async metadata(name: string): Promise<unknown> {
    const transfer = this.#named(name);
    await this.#allow([transfer]);
    return transfer.grant;
  }

  /** Reports that a file of an external upload could not be sent. Resolves to the view's HTML. */
  async fail(name: string, reason = "failed"): Promise<string> {
    await this.#named(name).report(this.#place(), { error: reason });
    return this.#scope.settledHtml();
  }

  async #allow(transfers: readonly FileTransfer[]): Promise<void> {
    if (transfers.some(({ grant }) => grant === undefined)) await this.preflight();
    for (const transfer of transfers) transfer.checkAllowed();
  }

  #named(name: string): FileTransfer {
    const found = this.#transfers.find(({ file }) => file.name === name);
    if (found !== undefined) return found;
    const names = this.#transfers.map(({ file }) => file.name).join(", ") || "none";
    throw new TestingError(
      "upload-refused",
      `No file ${JSON.stringify(name)} was chosen; those that were are: ${names}.`,
    );
  }

  #place(): UploadPlace {
    const input = this.#find();
    const { tab } = this.#scope;
    const form = formOf(tab.document, input);
    const [target = { view: this.#scope.view }] = findTargets(tab, ownerOf(tab, input), form?.attribs["phx-target"]);
    return { tab, target, uploadRef: input.attribs["data-phx-upload-ref"] ?? "" };
  }

  #find(): Element {
    this.#scope.check();
    const input = findOne(this.#scope.view.container, { selector: this.#selector, text: undefined });
    if ("data-phx-upload-ref" in input.attribs && !isDisabled(input)) return input;
    throw new TestingError(
      "field-mismatch",
      `No files can be chosen here: it is no enabled LiveFileInput.\n${listing([input])}`,
    );
  }
}
