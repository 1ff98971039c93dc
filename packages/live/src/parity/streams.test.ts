// Area G of docs/parity.md, as far as it shows without a browser; the rest is in e2e/streams.spec.ts. One test a row.

import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { each } from "../each.ts";
import { openSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import type { Stream } from "../stream.ts";
import { click } from "../fixtures/exchange.ts";

interface Post {
  readonly id: number;
  readonly text: string;
}

interface Wall {
  posts: Stream<Post>;
}

const post = (id: number): Post => ({ id, text: `post ${id}` });
const list = (posts: Stream<Post>) =>
  html`<ul id="posts" phx-update="stream">${each(posts, ({ text }, domId) => html`<li id=${domId}>${text}</li>`)}</ul>`;

test("a stream sends what enters it and forgets it after the render", async () => {
  const view = liveView({
    mount: (live): Wall => ({ posts: live.stream([1, 2].map(post), { domId: ({ id }) => `post-${id}` }) }),
    events: {
      add: (live) => {
        for (const id of [3, 4]) live.assigns.posts.insert(post(id));
      },
      count: (live) => ({ pending: live.assigns.posts.rows(() => html``).rows.length }),
      nothing: () => undefined,
    },
    render: ({ posts }) => list(posts),
  });
  const page = await (await openSite(view)).visit();
  expect(page.deadHtml).toContain('<li id="post-1">post 1</li><li id="post-2">post 2</li>');
  // The rows of the join were sent and are gone from the server: neither kept nor sent again.
  expect((await click(page, "count")).response).toEqual({ diff: { r: { pending: 0 } } });
  const added = JSON.stringify((await click(page, "add")).response);
  expect(added).toMatch(/post 3.*post 4/);
  expect(added).not.toMatch(/post 1|post 2/);
  expect((await click(page, "nothing")).response).toEqual({});
});

test("a stream in a slot without each is an error that says so", async () => {
  const view = liveView({
    mount: (live): Wall & { isWrong: boolean } => ({
      posts: live.stream([post(1)], { domId: ({ id }) => `post-${id}` }),
      isWrong: false,
    }),
    events: { mistake: (live) => live.assign({ isWrong: true }) },
    // The types refuse a stream in a slot; the cast is what plain JavaScript does.
    render: ({ posts, isWrong }) => html`<p>${isWrong ? (posts as unknown as string) : list(posts)}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect(page.html()).toContain('<li id="post-1">post 1</li>');
  expect(await site.crash(page, "mistake")).toContain("which has no text of its own");
});
