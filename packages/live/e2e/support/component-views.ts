import { html, js, liveView } from "@firecrest/live";
import { FocusWrap, Link, Portal } from "@firecrest/live/components";

/** A dialog in a portal, that keeps the focus, with a portal of its own. */
export const components = liveView({
  mount: () => ({ count: 0, isOpen: false, pageTitle: "Components" }),
  handleParams: (live, params: { readonly tab?: string | undefined }) => {
    live.assign({ pageTitle: params.tab === undefined ? "Components" : `Tab ${params.tab}` });
  },
  events: {
    open: (live) => live.assign({ isOpen: true }),
    close: (live) => live.assign({ isOpen: false }),
    add: (live) => live.assign({ count: live.assigns.count + 1 }),
  },
  render: ({ count, isOpen, pageTitle }, on) => html`<main>
  <h1>${pageTitle}</h1>
  <${Link} id="to-tab" patch="/components?tab=two">two<//>
  <${Link} id="to-list" navigate="/list">list<//>
  <button id="open" phx-click=${js.push(on.open).dispatch("opened")}>open</button>
  ${
    isOpen &&
    Portal({
      id: "over",
      target: "body",
      class: "over",
      children: html`
        <p id="dialog-count">${count}</p>
        <${FocusWrap} id="dialog" role="dialog">
          <input id="first" aria-label="first"><button id="add" phx-click=${on.add}>add</button><button id="close" phx-click=${on.close}>close</button>
        <//>
        <div id="place"></div>
        ${Portal({ id: "inner", target: "#place", children: html`<b id="inner-count">${count}</b>` })}
      `,
    })
  }
</main>`,
});
