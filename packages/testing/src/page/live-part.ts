import { systemClock } from "@firecrest/actors";
import type { EventArguments, EventName, HasEvents, ReplyOf } from "@firecrest/wire";
import type { ChannelReply } from "../channel-client.ts";
import { TestingError } from "../errors.ts";
import type { FormFields } from "../form/fields.ts";
import { matching } from "../markup/find.ts";
import type { TextFilter } from "../markup/select.ts";
import { findTargets } from "./commands.ts";
import { FileInput } from "./file-input.ts";
import type { TestFile } from "./file-transfer.ts";
import { LiveElement } from "./live-element.ts";
import { LiveForm } from "./live-form.ts";
import { LiveHook, pushHookEvent } from "./live-hook.ts";
import { Scope } from "./scope.ts";
import type { Tab } from "./tab.ts";
import type { View as PageView } from "./view.ts";

/** Who receives a pushed event in place of the view. */
export interface PushOptions {
  /** A selector, or a component's number. */
  readonly target: string | number;
}

/** How long to wait. */
export interface SettleOptions {
  /** Default 1,000. */
  readonly timeoutMs?: number;
}

/** One view on a page, with the events that it takes. */
export class LivePart<View extends HasEvents = HasEvents> {
  readonly #scope: Scope;

  /** Pages make these: `page.child(id)`, `page.children()`. */
  constructor(tab: Tab, find: () => PageView) {
    this.#scope = new Scope(tab, find);
  }

  /** The DOM id of the view's container. */
  get id(): string {
    return this.#scope.view.id;
  }

  /** The view's topic, `lv:<id>`. */
  get topic(): string {
    return this.#scope.view.topic;
  }

  /** What the view shows now, as a browser's `innerHTML` says it. Throws "view-crashed" with the crash as its cause, and the mistakes that were found in the markup. */
  html(): string {
    return this.#scope.html();
  }

  /**
   * The view's markup now, character by character as the server means it: for tests of templates. What a browser keeps by itself is
   * not in it: the rows of streams, the content of nested views.
   */
  markup(): string {
    this.#scope.html();
    return this.#scope.view.markup();
  }

  /** The one element that a selector finds, and that has the text: a part of it, white space collapsed, or a pattern. Looked up when used. */
  element(selector: string, text?: TextFilter): LiveElement {
    return new LiveElement(this.#scope, { selector, text });
  }

  /** Whether a selector finds an element with that text. */
  has(selector: string, text?: TextFilter): boolean {
    this.#scope.html();
    return matching(this.#scope.view.container, { selector, text }).length > 0;
  }

  /** A form, with these fields filled in. */
  form(selector: string, fields: FormFields = {}): LiveForm {
    return new LiveForm(this.#scope, selector, { fields });
  }

  /** Files that are chosen in a file input; nothing happens until they are selected or uploaded. */
  fileInput(selector: string, files: readonly TestFile[]): FileInput {
    return new FileInput(this.#scope, selector, files);
  }

  /** The hook of an element with `phx-hook`. */
  hook(selector: string): LiveHook<View> {
    return new LiveHook<View>(this.#scope, { selector, text: undefined });
  }

  /** Sends an event to the view, as a script would. Resolves to the handler's reply; undefined when it gave none. */
  push<Name extends EventName<View>>(event: Name, ...params: EventArguments<View, Name>): Promise<ReplyOf<View, Name>>;
  /** Sends an event to another target than the view. What that takes, nobody can tell. */
  push(event: string, params: unknown, options: PushOptions): Promise<unknown>;
  async push(event: string, params: unknown = {}, { target }: Partial<PushOptions> = {}): Promise<unknown> {
    this.#scope.check();
    const { tab, view } = this.#scope;
    const targets = findTargets(tab, view, target);
    const replies = await Promise.all(
      targets.map((one) => pushHookEvent(this.#scope, one, { event, payload: params })),
    );
    return replies[0];
  }

  /** Puts a message into the view's mailbox, for its `handleInfo`. Throws "not-in-process", and "view-left" when the view has ended. */
  send(message: unknown): void {
    const { topic } = this;
    const { app } = this.#scope.tab.visitor.network;
    if (app === undefined) throw notInProcess("send(message)");
    if (!app.send(topic, message))
      throw new TestingError(
        "view-left",
        `The view ${topic} has ended, or its mailbox is full; nobody receives the message.`,
      );
    app.drain();
  }

  /**
   * Waits until nothing is under way in the app any more: no message, no awaiting handler, no task of a view. Resolves to the
   * view's HTML. Rejects with "never-settles" when that takes too long, "not-in-process".
   */
  async settled({ timeoutMs = 1_000 }: SettleOptions = {}): Promise<string> {
    const { app } = this.#scope.tab.visitor.network;
    if (app === undefined) throw notInProcess("settled()");
    let cancel: () => void = () => undefined;
    const tooLong = new Promise<never>((_resolve, reject) => {
      const timer = systemClock.setTimer(timeoutMs, () => reject(neverSettles(timeoutMs)));
      cancel = () => timer.cancel();
    });
    try {
      await Promise.race([app.settled(), tooLong]);
    } finally {
      cancel();
    }
    return this.#scope.settledHtml();
  }

  /** Resolves with the HTML as soon as `accepts` is true of it: at once, or after a later change. Rejects when the view ends. */
  async until(accepts: (html: string) => boolean): Promise<string> {
    for (;;) {
      const html = this.html();
      if (accepts(html)) return html;
      this.#scope.check();
      await this.#scope.tab.changed();
    }
  }

  /** The views that are nested in this one, in document order; sticky ones among them. */
  children(): LivePart[] {
    const { tab, view } = this.#scope;
    tab.check();
    return tab.childrenOf(view).map((child) => partOf(tab, child.id));
  }

  /** The nested view whose container has this id. Throws "element-missing". */
  child(id: string): LivePart {
    const children = this.children();
    const found = children.find((child) => child.id === id);
    if (found !== undefined) return found;
    const ids = children.map((child) => child.id).join(", ") || "none";
    throw new TestingError(
      "element-missing",
      `No nested view has the id ${JSON.stringify(id)}; those that are there have: ${ids}.`,
    );
  }

  /** Joins the view again, as a browser does after a crash; `payload` takes the place of what the join would say. Rejects with "join-refused". */
  async join(payload: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#scope.view.join(payload);
    await this.#scope.tab.settle();
  }

  /** Sends a message of the protocol as it is (`"event"`, `"live_patch"`, …) and gives its reply as it is, once that is shown. */
  async exchange(event: string, payload: unknown): Promise<ChannelReply> {
    return this.#scope.view.push(event, payload);
  }
}

/** A view by its id: when it is joined anew, the same part is that one. */
function partOf(tab: Tab, id: string): LivePart {
  return new LivePart(tab, () => {
    const view = tab.viewById(id);
    if (view !== undefined) return view;
    throw new TestingError("view-left", `The nested view ${JSON.stringify(id)} is no longer on the page.`);
  });
}

function notInProcess(what: string): TestingError {
  return new TestingError(
    "not-in-process",
    `${what} needs the app in the test's own process: open the page with live(app, path). Over a network, wait with until(accepts).`,
  );
}

function neverSettles(timeoutMs: number): TestingError {
  return new TestingError(
    "never-settles",
    `After ${timeoutMs} ms the app is still at work: a handler that awaits, or a task of a view. Let what it waits for happen before ` +
      "settled(), or give it more time: settled({ timeoutMs }).",
  );
}
