import { html, liveView } from "@firecrest/live";
import type { Content } from "@firecrest/template";
import { isolatedApp } from "./isolated.ts";
import { innerHtml } from "./markup/document.ts";
import { loadPage } from "./page/load.ts";
import { Tab } from "./page/tab.ts";
import { localVisitor } from "./visitor.ts";

/**
 * What a component shows for these props as plain HTML, as a browser's `innerHTML` says it: a function component, or the first render
 * of a stateful one with its `mount` and `update`. Give content to a component by another around it:
 * `renderComponent(() => html\`<${Card}>…<//>\`, {})`. Rejects with "no-page" and the component's error as the cause.
 */
export async function renderComponent<Props extends object>(
  component: (props: Props) => Content,
  props: Props,
): Promise<string> {
  const view = liveView({ mount: () => ({}), render: () => html`<${component} ...${props} />` });
  const visitor = localVisitor(isolatedApp(view, { log: SILENT }), {});
  const page = await loadPage(visitor, "/");
  // A view that only renders sends nobody elsewhere.
  return page.type === "page" ? innerHtml(new Tab(visitor, {}, page).mainContainer) : "";
}

/** Its error is told as the failure's cause. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
