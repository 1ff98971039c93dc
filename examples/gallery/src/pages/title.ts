import { html, liveView } from "@firecrest/live";
import { page } from "../page.ts";

interface Assigns {
  unread: number;
  pageTitle: string;
}

const titleOf = (unread: number): Assigns => ({ unread, pageTitle: unread === 0 ? "Inbox" : `(${unread}) Inbox` });

const inbox = liveView({
  mount: (): Assigns => titleOf(0),
  events: {
    receive: (live) => live.assign(({ unread }) => titleOf(unread + 1)),
    read: (live) => live.assign(titleOf(0)),
  },
  render: ({ unread }, on) => html`
    <p>Unread: <output id="unread">${unread}</output></p>
    <div class="row">
      <button phx-click=${on.receive}>A letter arrives</button>
      <button phx-click=${on.read} class="is-quiet">Read them all</button>
    </div>
  `,
});

export const titlePage = page(
  {
    path: "/title",
    title: "The page's title",
    area: "Start here",
    summary:
      "Let letters arrive and look at the browser's tab: the assign pageTitle is the title, between the layout's own words.",
    file: import.meta.url,
  },
  inbox,
);
