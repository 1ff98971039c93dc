// Area G of docs/parity.md, as far as it shows without a browser; the rest is in e2e/streams.spec.ts. One test a row.

import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { each } from "../each.ts";
import { openSite } from "../fixtures/site.ts";
import { liveComponent } from "../live-component.ts";
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
  expect(await site.crash(page, "mistake")).toContain("Show its rows by each(stream, (item, domId) => html`…`)");
});

test("a row's id comes from domId, or from the stream's name and the item's id", async () => {
  interface Lists {
    named: Stream<Post>;
    own: Stream<{ readonly slug: string }>;
  }
  const view = liveView({
    mount: (live): Lists => ({
      named: live.stream([post(1)], { name: "posts" }),
      own: live.stream([{ slug: "a" }], { domId: ({ slug }) => `page-${slug}` }),
    }),
    events: {
      add: (live) => {
        live.assigns.named.insert(post(2));
        live.assigns.own.insert({ slug: "b" });
      },
      remove: (live) => {
        live.assigns.named.delete(post(1));
        live.assigns.own.deleteByDomId("page-a");
      },
    },
    render: ({ named, own }) =>
      html`<ul id="named" phx-update="stream">${each(named, (_post, domId) => html`<li id=${domId}></li>`)}</ul><ul id="own" phx-update="stream">${each(own, (_page, domId) => html`<li id=${domId}></li>`)}</ul>`,
  });
  const page = await (await openSite(view)).visit();
  const ids = () => [...page.html().matchAll(/<li id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids()).toEqual(["posts-1", "page-a"]);
  await click(page, "add");
  expect(ids()).toEqual(["posts-1", "posts-2", "page-a", "page-b"]);
  await click(page, "remove");
  expect(ids()).toEqual(["posts-2", "page-b"]);
});

test("streams in components and in rows of other streams are each for itself", async () => {
  interface Note {
    readonly id: number;
  }
  const rows = (stream: Stream<Note>, id: string) =>
    html`<ol id=${id} phx-update="stream">${each(stream, (note, domId) => html`<li id=${domId}>${note.id}</li>`)}</ol>`;
  const thread = liveComponent({
    mount: (live, { id }: { readonly id: string }): { notes: Stream<Note> } => ({
      notes: live.stream([{ id: 1 }], { domId: (note) => `${id}-${note.id}` }),
    }),
    events: { add: (live) => live.assigns.notes.insert({ id: 2 }, { at: 0 }) },
    render: ({ id, notes, myself }) =>
      html`<div id=${id} phx-click="add" phx-target=${myself}>${rows(notes, `${id}-notes`)}</div>`,
  });
  interface Nested {
    posts: Stream<Post>;
    notes: ReadonlyMap<number, Stream<Note>>;
  }
  const view = liveView({
    mount: (live): Nested => ({
      posts: live.stream([1, 2].map(post), { name: "post" }),
      notes: new Map([1, 2].map((id) => [id, live.stream([{ id: 1 }], { domId: (note) => `note-${id}-${note.id}` })])),
    }),
    events: {
      // A row is rendered when it is inserted; what is new in the stream in it goes with it.
      note: (live) => {
        live.assigns.notes.get(1)?.insert({ id: 2 });
        live.assigns.posts.insert(post(1));
      },
      drop: (live) => live.assigns.posts.delete(post(2)),
    },
    render: ({ posts, notes }) =>
      html`<ul id="posts" phx-update="stream">${each(posts, ({ id }, domId) => {
        const inner = notes.get(id);
        return html`<li id=${domId}>${inner && rows(inner, `inner-${id}`)}${thread({ id: `thread-${id}` })}</li>`;
      })}</ul>`,
  });
  const page = await (await openSite(view)).visit();
  const ids = () => [...page.html().matchAll(/<li id="([^"]+)"/g)].map(([, id]) => id).join(" ");
  expect(ids()).toBe("post-1 note-1-1 thread-1-1 post-2 note-2-1 thread-2-1");
  // The browser tells them apart by their refs, which carry the number of the component.
  const joined = JSON.stringify(page.client.received[0]?.payload);
  expect([...joined.matchAll(/"stream":\["([^"]+)"/g)].map(([, ref]) => ref).toSorted()).toEqual([
    "0",
    "1",
    "1-0",
    "2",
    "2-0",
  ]);
  await page.element("#thread-2").click();
  expect(ids()).toBe("post-1 note-1-1 thread-1-1 post-2 note-2-1 thread-2-2 thread-2-1");
  await click(page, "note");
  expect(ids()).toBe("post-1 note-1-1 note-1-2 thread-1-1 post-2 note-2-1 thread-2-2 thread-2-1");
  await click(page, "drop");
  expect(ids()).toBe("post-1 note-1-1 note-1-2 thread-1-1");
});
