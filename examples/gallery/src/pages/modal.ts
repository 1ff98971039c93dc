import { html, js, liveView } from "@firecrest/live";
import { FocusWrap, Portal } from "@firecrest/live/components";
import { page } from "../page.ts";

interface Assigns {
  isOpen: boolean;
  count: number;
}

const modal = liveView({
  mount: (): Assigns => ({ isOpen: false, count: 0 }),
  events: {
    open: (live) => live.assign({ isOpen: true }),
    close: (live) => live.assign({ isOpen: false }),
    add: (live) => live.update("count", (count) => count + 1),
  },
  render: ({ isOpen, count }, on) => {
    const close = js.push(on.close).popFocus();
    const dialog = html`<${FocusWrap} id="dialog" class="dialog" role="dialog" aria-modal="true" aria-labelledby="dialog-title"
        phx-click-away=${close} phx-window-keydown=${close} phx-key="Escape">
      <h2 id="dialog-title">A dialog</h2>
      <p>It stands at the end of the body, and is still a part of the view. Counted: <output id="dialog-count">${count}</output></p>
      <div class="row">
        <button phx-click=${on.add}>Count</button>
        <button class="is-quiet" phx-click=${close}>Close</button>
      </div>
    <//>`;
    return html`
      <p class="row"><button phx-click=${js.pushFocus().push(on.open)}>Open the dialog</button></p>
      <p>Counted in the dialog: <output id="count">${count}</output></p>
      ${isOpen && Portal({ id: "modal", target: "body", class: "curtain", children: dialog })}
    `;
  },
});

export const modalPage = page(
  {
    path: "/modal",
    title: "A dialog",
    area: "In the browser",
    summary:
      "Open it and count: Tab stays inside; Escape, a click beside it and “Close” end it, and the focus is back where it was.",
    file: import.meta.url,
  },
  modal,
);
