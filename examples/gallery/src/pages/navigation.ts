import { html, liveView, route } from "@firecrest/live";
import { Link } from "@firecrest/live/components";
import { pageOf } from "../page.ts";

interface Assigns {
  clicks: number;
  tab: string;
}

/** Two views that differ only in where they are. */
function room(name: string, { here, there }: { readonly here: string; readonly there: string }) {
  return liveView({
    mount: (): Assigns => ({ clicks: 0, tab: "none" }),
    handleParams: (live, { tab = "none" }: { readonly tab?: string | undefined }) => live.assign({ tab }),
    events: {
      click: (live) => live.update("clicks", (clicks) => clicks + 1),
      patch: (live) => live.patch(`${here}?tab=server`),
      navigate: (live) => live.navigate(there),
      replace: (live) => live.navigate(there, { replace: true }),
      redirect: (live) => live.redirect(there),
    },
    render: ({ clicks, tab }, on) => html`
      <h2>The ${name} room</h2>
      <p class="row"><button phx-click=${on.click}>Click</button>
        <span>Clicks in this view: <output id="clicks">${clicks}</output>, tab: <output id="tab">${tab}</output></span></p>
      <ul class="list">
        <li><${Link} patch="${here}?tab=link">Patch<//>: this view stays, and its clicks with it</li>
        <li><${Link} navigate=${there}>Navigate<//>: the other room is mounted over the same socket</li>
        <li><${Link} navigate=${there} replace>Navigate and replace<//>: the same, and “back” skips this room</li>
        <li><${Link} href=${there}>Load<//>: the browser loads a page</li>
      </ul>
      <p>The server can say the same:</p>
      <div class="row">
        <button class="is-quiet" phx-click=${on.patch}>patch</button>
        <button class="is-quiet" phx-click=${on.navigate}>navigate</button>
        <button class="is-quiet" phx-click=${on.replace}>replace</button>
        <button class="is-quiet" phx-click=${on.redirect}>redirect</button>
      </div>
    `,
  });
}

const FIRST = "/navigation";
const SECOND = "/navigation/second";

const routes = [
  route(FIRST, room("first", { here: FIRST, there: SECOND })),
  route(SECOND, room("second", { here: SECOND, there: FIRST })),
];

export const navigationPage = pageOf(
  {
    path: FIRST,
    title: "Links and navigation",
    area: "Start here",
    summary:
      "Click a few times, then take each way: only a patch keeps the clicks, and only “load” makes the page blink.",
    file: import.meta.url,
  },
  routes,
);
