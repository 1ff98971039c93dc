import { each, html, liveView, route } from "@firecrest/live";
import { Link } from "@firecrest/live/components";
import { z } from "zod";
import { type Bird, birds } from "../demo/birds.ts";
import { pageOf } from "../page.ts";

const PER_PAGE = 6;
const PAGES = Math.ceil(birds.length / PER_PAGE);

/** What the URL may say; a number that is no page of ours becomes the first. */
const params = z.object({
  page: z.coerce.number().int().min(1).max(PAGES).catch(1),
  order: z.enum(["grams", "name"]).catch("grams"),
  id: z.coerce.number().optional(),
});
type UrlParams = z.output<typeof params>;

interface Assigns {
  page: number;
  order: UrlParams["order"];
  rows: readonly Bird[];
  chosen: Bird | undefined;
}

function assignsOf({ page, order, id }: UrlParams): Assigns {
  const sorted = order === "name" ? birds.toSorted((a, b) => a.name.localeCompare(b.name)) : birds;
  return {
    page,
    order,
    rows: sorted.slice((page - 1) * PER_PAGE, page * PER_PAGE),
    chosen: birds.find((bird) => bird.id === id),
  };
}

const birdList = liveView({
  mount: (_live, url: UrlParams): Assigns => assignsOf(url),
  // After mount, and after every patch: the URL is the state.
  handleParams: (live, url) => live.assign(assignsOf(url)),
  render: ({ page, order, rows, chosen, liveAction }) => {
    const query = (change: Partial<UrlParams>) =>
      new URLSearchParams({ page: String(change.page ?? page), order: change.order ?? order }).toString();
    return html`
      <p class="row">Order:
        <${Link} class="button is-quiet" patch="/birds?${query({ order: "grams", page: 1 })}" aria-current=${order === "grams" && "page"}>by weight<//>
        <${Link} class="button is-quiet" patch="/birds?${query({ order: "name", page: 1 })}" aria-current=${order === "name" && "page"}>by name<//>
      </p>
      <ul class="list" id="birds">${each(
        rows,
        ({ id }) => id,
        ({ id, name }) => html`<li><${Link} patch="/birds/${id}?${query({})}">${name}<//></li>`,
      )}</ul>
      <p class="row">
        ${page > 1 && html`<${Link} class="button is-quiet" patch="/birds?${query({ page: page - 1 })}">Previous<//>`}
        <span>Page ${page} of ${PAGES}</span>
        ${page < PAGES && html`<${Link} class="button is-quiet" patch="/birds?${query({ page: page + 1 })}">Next<//>`}
      </p>
      ${
        liveAction === "show" &&
        html`<aside class="card" id="bird">
          <h2>${chosen?.name ?? "No such bird"}</h2>
          ${chosen && html`<p>About ${chosen.grams} g.</p>`}
          <p><${Link} patch="/birds?${query({})}">Close<//></p>
        </aside>`
      }
    `;
  },
});

const routes = [
  route("/birds", birdList, { liveAction: "index", params }),
  route("/birds/:id", birdList, { liveAction: "show", params }),
];

export const paramsPage = pageOf(
  {
    path: "/birds",
    title: "The URL as state",
    area: "Start here",
    summary:
      "Turn pages, sort, open a bird, go back and forward: the view stays, its handleParams runs. Reload, and you are where you were.",
    file: import.meta.url,
  },
  routes,
);
