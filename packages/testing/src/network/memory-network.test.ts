import { html, liveView } from "@firecrest/live";
import { expect, test } from "vitest";
import { ChannelClient } from "../channel-client.ts";
import { appOf, appOfView, SILENT } from "../fixtures/test-app.ts";
import { live } from "../live.ts";
import { request } from "../request.ts";

const wall = liveView({
  mount: (live): { text: string } => {
    live.subscribe("wall");
    return { text: "" };
  },
  handleInfo: (live, text: string) => live.assign({ text }),
  render: ({ text }) => html`<p>${text}</p>`,
});

/** Lets the app handle what was broadcast. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a browser that does not read is sent nothing more, and ends with the latest state", async () => {
  const app = appOfView(wall);
  const page = await live(app, "/");
  page.client.pause();
  for (let round = 0; round < 30; round++) {
    app.pubsub.broadcast("wall", `${round} ${"x".repeat(50_000)}`);
    await turn();
  }
  const seen = page.client.received.length;
  page.client.resume();
  expect(page.html()).toMatch(/^<p>29 x/);
  expect(page.client.received.length - seen).toBeLessThan(10);
});

test("one that never reads loses its connection", async () => {
  const app = appOf([], {
    sockets: {
      "/socket": [
        {
          topic: "t",
          join: () => ({ ok: true }),
          handleIn: (_event, _payload, socket) => socket.push("big", { text: "x".repeat(1_000_000) }),
        },
      ],
    },
  });
  const client = await ChannelClient.open(app, "/socket");
  const { joinRef } = await client.join("t");
  client.pause();
  for (let round = 0; round < 6; round++) client.send({ joinRef, ref: null, topic: "t", event: "more", payload: {} });
  client.resume();
  expect(await client.closed).toMatchObject({ code: 1013 });
});

test("what a client sends after a close is nobody's, and closing twice is closing", async () => {
  const app = appOf([], { sockets: { "/socket": [{ topic: "t", join: () => ({ ok: true }) }] } });
  const client = await ChannelClient.open(app, "/socket");
  client.sendRaw("not JSON");
  client.sendRaw("not JSON either");
  expect(await client.closed).toMatchObject({ code: 1007 });
  await client.close();
});

test("a request handler that throws answers 500, and its error is logged", async () => {
  const lines: string[] = [];
  const app = appOf([], {
    log: { ...SILENT, error: (message) => void lines.push(message) },
    fetch: () => {
      throw new Error("no");
    },
  });
  expect((await request(app, "/x")).status).toBe(500);
  expect(lines).toEqual(["testing: a request handler threw"]);
});

test("a request is what the app sees of a browser's: method, path, query, headers, body, address", async () => {
  const app = appOf([], {
    fetch: async (sent) =>
      Response.json({
        method: sent.method,
        url: sent.url,
        body: await sent.text(),
        mark: sent.headers.get("x-mark"),
        own: [...sent.headers.keys()].filter((name) => name.includes("firecrest")),
      }),
  });
  const reply = await request(app, "/a%20b?c=d", {
    method: "PUT",
    body: "text",
    headers: { "x-mark": "m" },
    remoteAddress: "10.1.1.1",
  });
  expect(await reply.json()).toEqual({
    method: "PUT",
    url: "http://localhost/a%20b?c=d",
    body: "text",
    mark: "m",
    own: [],
  });
  await expect(request(app, "https://elsewhere.example/")).rejects.toMatchObject({ code: "no-page" });
});
