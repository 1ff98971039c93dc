import { afterEach, describe, expect, test } from "vitest";
import { event } from "../figures.ts";
import type { FloorServer } from "../floor/floor-server.ts";
import { Crowd } from "./crowd.ts";
import { findServer } from "./wire.ts";

const FLOORS: readonly { readonly name: string; start(): Promise<FloorServer> }[] = [
  { name: "uWebSockets.js", start: async () => (await import("../floor/uws.ts")).startUwsFloor(0) },
  { name: "ws", start: async () => (await import("../floor/ws.ts")).startWsFloor(0) },
];
const hasUws = await import("uWebSockets.js").then(
  () => true,
  () => false,
);

const release: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of release.splice(0).reverse()) await stop();
});

async function visit(floor: { start(): Promise<FloorServer> }): Promise<{ crowd: Crowd; server: FloorServer }> {
  const server = await floor.start();
  release.push(() => server.close());
  const crowd = new Crowd(await findServer(server.port));
  release.push(() => crowd.close());
  return { crowd, server };
}

/** The same load drives either floor, and our own server, through the same steps. */
describe.each(FLOORS.filter(({ name }) => hasUws || name !== "uWebSockets.js"))(
  "a crowd on the floor over $name",
  (floor) => {
    test("every view is mounted, and every click is answered with a diff", async () => {
      const { crowd } = await visit(floor);
      expect((await crowd.run({ type: "open", page: "/counter", views: 60, deflate: false })).operations).toBe(60);
      const clicks = await crowd.run({ type: "push-once", payload: event("click", "inc") });
      expect(clicks.operations).toBe(60);
      const floorAnswer =
        '["4","5","lv:phx-0000000000000000","phx_reply",{"status":"ok","response":{"diff":{"0":"1"}}}]';
      expect(clicks.textBytes).toBe(floorAnswer.length);
      expect(clicks.wireBytes).toBe(floorAnswer.length + 2);
    });

    test("a closed loop goes on until its time is up, with every answer counted", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/counter", views: 3, deflate: false });
      const result = await crowd.run({ type: "push", payloads: [event("click", "inc")], durationMs: 50 });
      expect(result.operations).toBeGreaterThan(3);
      expect(result.wallMs).toBeGreaterThanOrEqual(50);
    });

    test("a form takes its changes in turn", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/form", views: 1, deflate: false });
      const change = JSON.stringify({
        type: "form",
        event: "validate",
        value: "user%5Bname%5D=A",
        meta: { _target: "user[name]" },
        uploads: {},
      });
      const first = await crowd.run({ type: "push-once", payload: change });
      const second = await crowd.run({ type: "push-once", payload: change });
      expect(second.textBytes).toBeLessThan(first.textBytes);
    });

    test("payloads are taken in turn from one command to the next", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/table", views: 1, deflate: false });
      const inTurn = {
        type: "push",
        payloads: [event("click", "append"), event("click", "clear")],
        durationMs: 0,
      } as const;
      const bytes = [await crowd.run(inTurn), await crowd.run(inTurn), await crowd.run(inTurn)].map(
        (result) => result.textBytes,
      );
      expect(bytes.map((count) => count > 1_000)).toEqual([true, false, true]);
    });

    test("a tick is over when every viewer shows it", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/dashboard", views: 25, deflate: false });
      for (let tick = 0; tick < 6; tick += 1) {
        expect((await crowd.run({ type: "tick", durationMs: 0 })).operations).toBe(25);
      }
    });

    test("pages are fetched and views mounted by every lane", async () => {
      const { crowd } = await visit(floor);
      for (const page of ["/counter", "/dashboard", "/form", "/table", "/components", "/party", "/nested"]) {
        const renders = await crowd.run({ type: "render", page, lanes: 4, durationMs: 0 });
        expect(renders.operations).toBe(4);
        expect(renders.textBytes).toBeGreaterThan(500);
      }
      expect((await crowd.run({ type: "mount", page: "/counter", lanes: 4, durationMs: 0 })).operations).toBe(4);
    });

    test("the table's events are answered with what Phoenix sends", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/table", views: 2, deflate: true });
      const bytes: Record<string, number> = {};
      for (const name of ["swap", "update10", "append", "create", "clear"]) {
        bytes[name] = (await crowd.run({ type: "push-once", payload: event("click", name) })).textBytes;
      }
      // As recorded from Phoenix, but for the length of its topic (23 characters to our 23).
      expect(bytes).toMatchObject({ swap: 133, update10: 3_661, append: 107_757, clear: 104 });
    });

    test("an event reaches one component of many", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/components", views: 2, deflate: false });
      const payload = JSON.stringify({ type: "click", event: "add", value: { value: "" }, cid: 25 });
      const answer =
        '["4","5","lv:phx-0000000000000000","phx_reply",{"status":"ok","response":{"diff":{"c":{"25":{"2":"1"}}}}}]';
      expect((await crowd.run({ type: "push-once", payload })).textBytes).toBe(answer.length);
    });

    test("a row in front of a table is short for a client that understands runs", async () => {
      const bytes: number[] = [];
      for (const listRuns of [true, false]) {
        const { crowd } = await visit(floor);
        await crowd.run({ type: "open", page: "/table", views: 1, listRuns, deflate: false });
        bytes.push((await crowd.run({ type: "push-once", payload: event("click", "prepend") })).textBytes);
      }
      expect(bytes.map((count) => count < 300)).toEqual([true, false]);
    });

    test("an event without a diff is a fault, not an operation", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/counter", views: 1, deflate: false });
      await expect(crowd.run({ type: "push-once", payload: event("click", "nosuch") })).rejects.toThrow(
        "not with a diff",
      );
    });

    test("a page that is not there is named", async () => {
      const { crowd } = await visit(floor);
      await expect(crowd.run({ type: "open", page: "/nosuch", views: 1, deflate: false })).rejects.toThrow(
        "GET /nosuch was answered with 404",
      );
    });

    test("nobody can be pushed before somebody came", async () => {
      const { crowd } = await visit(floor);
      await expect(crowd.run({ type: "push-once", payload: "{}" })).rejects.toThrow("No view is open");
    });

    test("leaving leaves nobody", async () => {
      const { crowd } = await visit(floor);
      await crowd.run({ type: "open", page: "/counter", views: 5, deflate: false });
      await crowd.run({ type: "close" });
      await expect(crowd.run({ type: "tick", durationMs: 0 })).rejects.toThrow("No view is open");
    });
  },
);

test("a view that the server drops spoils every figure after it", async () => {
  const floor = await (await import("../floor/ws.ts")).startWsFloor(0);
  const crowd = new Crowd(await findServer(floor.port));
  await crowd.run({ type: "open", page: "/counter", views: 2, deflate: false });
  const answer = crowd.run({ type: "push", payloads: [event("click", "inc")], durationMs: 60_000 });
  await floor.close();
  await expect(answer).rejects.toThrow("A view that was to stay was lost");
  await expect(crowd.run({ type: "push-once", payload: event("click", "inc") })).rejects.toThrow(
    "A view that was to stay was lost",
  );
});

test("a port on which nobody listens is named", async () => {
  await expect(findServer(1)).rejects.toThrow("Nothing accepts connections on port 1");
});
