import type { LogLevel } from "@firecrest/channels";
import { raw, type Raw, type Rendered, renderToString, requireRoot } from "@firecrest/template";
import { ComponentTree } from "./component-tree.ts";
import type { Environment } from "./environment.ts";
import { type Flash, NO_FLASH } from "./flash.ts";
import type { Session } from "./live.ts";
import type { LiveComponent } from "./live-component.ts";
import type { ConnectData, LiveHost } from "./live-host.ts";
import type { NestedView } from "./live-render.ts";
import { mountView, runHandleParams } from "./mount.ts";
import { namedView } from "./named-view.ts";
import { nestedContainer } from "./nested-container.ts";
import type { Navigation, NavigationType } from "./navigation.ts";
import { renderView } from "./render.ts";
import type { RenderHost } from "./render-host.ts";
import { matchOf, type Route, type ViewMatch, viewNameOf } from "./router.ts";
import { LiveScope } from "./scope.ts";
import { isObserved, observe, type Telemetry } from "./telemetry/callbacks.ts";
import type { ViewMetadata } from "./telemetry/events.ts";
import { uploadPorts } from "./uploads/scope-uploads.ts";
import type { UploadPorts } from "./uploads/upload-host.ts";

const RENDER = "firecrest.live_view.render";

/** What one page's views share while they are plain HTML. */
export interface DeadPage {
  readonly environment: Environment;
  readonly connect: ConnectData;
  readonly csrfToken: string;
  /** What the HTTP request brought, for `live.assignNew`. */
  readonly requestAssigns: Readonly<Record<string, unknown>>;
}

/** One view to be rendered as plain HTML. */
export interface DeadViewOptions {
  readonly match: ViewMatch;
  readonly id: string;
  readonly session: Session;
  readonly flash?: Flash;
  /** The page's URL, for the view of a route. */
  readonly url?: string;
  /** The view around this one, unless this one is sticky. */
  readonly parent?: DeadView;
}

/** The host of a view while it is plain HTML: it has no socket, no mailbox and no second message. */
class DeadHost implements LiveHost {
  readonly connected = false;
  readonly isAlive = true;
  readonly queue = undefined;
  readonly route: Route | undefined;
  readonly id: string;
  readonly session: Session;
  readonly connect: ConnectData;
  readonly #page: DeadPage;
  readonly #parent: DeadView | undefined;
  readonly #match: ViewMatch;
  readonly #url: string | undefined;

  constructor(page: DeadPage, { id, session, match, parent, url }: DeadViewOptions) {
    this.id = id;
    this.#match = match;
    this.#url = url;
    this.session = session;
    this.route = match.route;
    this.connect = page.connect;
    this.#page = page;
    this.#parent = parent;
  }

  get uploads(): UploadPorts {
    return uploadPorts(this.#page.environment);
  }

  get signal(): AbortSignal {
    return new AbortController().signal;
  }

  subscribe(): () => void {
    return ignore;
  }

  broadcast(): void {}

  sendSelf(): () => void {
    return ignore;
  }

  sendUpdate(): () => void {
    return ignore;
  }

  deliverTask(): void {}

  inherited(key: string): { readonly value: unknown } | undefined {
    const assigns = this.#parent?.scope.assigns ?? this.#page.requestAssigns;
    return Object.hasOwn(assigns, key) ? { value: assigns[key] } : undefined;
  }

  navigationType(): NavigationType {
    return "href";
  }

  get telemetry(): Telemetry {
    return this.#page.environment.telemetry;
  }

  get logLevel(): LogLevel | false {
    return this.#match.view.log ?? "debug";
  }

  describe(): ViewMetadata {
    return {
      view: viewNameOf(this.#match),
      viewId: this.id,
      connected: false,
      url: this.#url,
      socketId: null,
      headers: this.connect.info.headers,
      turn: this.#page,
    };
  }

  hasOldAssets(): boolean {
    return false;
  }
}

/** One view of a page as plain HTML, with the components and views in it. */
export class DeadView implements RenderHost {
  readonly scope: LiveScope;
  readonly csrfToken: string;
  readonly #page: DeadPage;
  readonly #options: DeadViewOptions;
  readonly #host: DeadHost;
  /** Stands for what is rendered later; nobody outside can guess it. */
  #marker: string | undefined;
  #components: ComponentTree | undefined;
  /** Views that stand in what was rendered since the last fill. */
  #nested: NestedView[] = [];
  /** Whether what is rendered is around the view, not in it. */
  #isRootLayout = false;

  constructor(page: DeadPage, options: DeadViewOptions) {
    this.#page = page;
    this.#options = options;
    this.#host = new DeadHost(page, options);
    this.csrfToken = page.csrfToken;
    this.scope = new LiveScope(this.#host);
    this.scope.setReserved("flash", options.flash ?? NO_FLASH);
  }

  /** Mounts the view; where it goes instead of being shown, if it does. */
  mount(): Navigation | undefined | Promise<Navigation | undefined> {
    const result = mountView(this.scope, this.#options.match);
    return result instanceof Promise ? result.then(() => this.#mounted()) : this.#mounted();
  }

  /** The view's markup inside its container. Throws {@link NestedRedirect} when a view in it leads away. */
  html(): string | Promise<string> {
    if (!isObserved(this.#host, RENDER)) return this.#html();
    const own = { force: true, changed: this.scope.hasChanged };
    const run = (view: DeadView) => view.#html();
    return observe(this.#host, RENDER, { own, run, args: [this] });
  }

  /** The document around this view. No connected view renders it again, so the views that stand in it are roots of their own. */
  document(rendered: Rendered): string | Promise<string> {
    this.#isRootLayout = true;
    return this.#render(rendered);
  }

  placeComponent(component: LiveComponent<never>, props: object): Raw {
    this.#components ??= new ComponentTree({
      observed: this.#host,
      createScope: (cid) => new LiveScope(this.#host, { view: this.scope, cid }),
      knows: () => false,
      forget: ignore,
    });
    return this.#mark("c", this.#components.place(component, props));
  }

  placeView(nested: NestedView): Raw {
    this.#nested.push(nested);
    return this.#mark("v", this.#nested.length - 1);
  }

  #html(): string | Promise<string> {
    const { environment } = this.#page;
    const rendered = renderView(environment.layout, this.#options.match, this.scope);
    return this.#render(rendered);
  }

  #render(rendered: Rendered): string | Promise<string> {
    const text = this.#text(rendered, this.scope.assigns);
    return this.#marker === undefined ? text : this.#fill(text);
  }

  #mounted(): Navigation | undefined | Promise<Navigation | undefined> {
    const { match, url } = this.#options;
    const navigation = this.scope.takeNavigation();
    if (navigation !== undefined || url === undefined) return navigation;
    const handled = runHandleParams(this.scope, match, url);
    return handled instanceof Promise ? handled.then(() => this.scope.takeNavigation()) : this.scope.takeNavigation();
  }

  #mark(kind: "c" | "v", number: number): Raw {
    this.#marker ??= this.#page.environment.newId();
    return raw(`\u0000${this.#marker}${kind}${number}\u0000`);
  }

  #text(rendered: Rendered, assigns: object): string {
    const { development, annotate, rootTagAttribute } = this.#page.environment.renderOptions;
    return renderToString(rendered, assigns, { development, annotate, rootTagAttribute, host: this });
  }

  #fill(text: string): string | Promise<string> {
    const parts = new Map<string, string>();
    for (const { cid, rendered, scope } of this.#components?.pending() ?? []) {
      requireRoot(rendered);
      parts.set(`c${cid}`, this.#text(rendered, scope.assigns));
    }
    const nested = this.#nested.map((one) => this.#nestedHtml(one));
    this.#nested = [];
    if (nested.every((html) => typeof html === "string")) return this.#join(text, parts, nested);
    const awaited = nested.map(async (html) => html);
    return Promise.all(awaited).then((htmls) => this.#join(text, parts, htmls));
  }

  #join(text: string, parts: Map<string, string>, nested: readonly string[]): string {
    nested.forEach((html, index) => parts.set(`v${index}`, html));
    return filled(text, `\u0000${this.#marker}`, parts);
  }

  #nestedHtml(nested: NestedView): string | Promise<string> {
    const { environment } = this.#page;
    const isRoot = this.#isRoot(nested);
    const child = new DeadView(this.#page, {
      match: isRoot ? namedView(environment, nested) : matchOf(nested.view, ""),
      id: nested.id,
      session: { ...this.#options.session, ...nested.session },
      ...(!isRoot && { parent: this }),
    });
    const leaving = child.mount();
    const show = (navigation: Navigation | undefined) => {
      if (navigation !== undefined) throw new NestedRedirect(navigation, child.scope.flash);
      const html = child.html();
      const wrap = (content: string) => this.#wrapNested(nested, child, content);
      return html instanceof Promise ? html.then(wrap) : wrap(html);
    };
    return leaving instanceof Promise ? leaving.then(show) : show(leaving);
  }

  /** Whether a view joins without one around it. */
  #isRoot({ sticky }: NestedView): boolean {
    return this.#isRootLayout || sticky === true;
  }

  // A child is joined with the token that its connected parent gives it; a root has no parent.
  #wrapNested(nested: NestedView, child: DeadView, content: string): string {
    const { environment } = this.#page;
    const isRoot = this.#isRoot(nested);
    const { open, close } = nestedContainer(environment, nested, {
      parentId: isRoot ? undefined : this.#options.id,
      staticToken: environment.tokens.signStatic(nested.id, child.scope.flash),
      isJoined: isRoot,
    });
    return `${open}${content}${close}`;
  }
}

/** Puts each part where its mark stands, and the parts in it where theirs do. */
function filled(text: string, mark: string, parts: ReadonlyMap<string, string>): string {
  const [head = "", ...rest] = text.split(mark);
  let joined = head;
  for (const piece of rest) {
    const end = piece.indexOf("\u0000");
    joined += filled(parts.get(piece.slice(0, end)) ?? "", mark, parts) + piece.slice(end + 1);
  }
  return joined;
}

/** A view inside the page's own leads away: then the whole page does (liveview-protocol §3.2). */
export class NestedRedirect extends Error {
  readonly navigation: Navigation;
  readonly flash: Flash;

  constructor(navigation: Navigation, flash: Flash) {
    super(`A nested view leads to ${navigation.to}.`);
    this.name = "NestedRedirect";
    this.navigation = navigation;
    this.flash = flash;
  }
}

function ignore(): void {}
