import type { Server } from "@firecrest/channels";
import { serve } from "@firecrest/live";
import { subscribe } from "@firecrest/live/telemetry";
import { afterAll, beforeAll, expect, test } from "vitest";
import { app } from "./app.ts";
import { event, PAIR_FIGURES } from "./figures.ts";
import type { FloorServer } from "./floor/floor-server.ts";
import { startWsFloor } from "./floor/ws.ts";
import type { LoadCommand, Visitors } from "./load/commands.ts";
import { Crowd } from "./load/crowd.ts";
import { findServer } from "./load/wire.ts";

let ours: Server;
let floor: FloorServer;

beforeAll(async () => {
  ours = await serve(app, { port: 0, host: "127.0.0.1" });
  floor = await startWsFloor(0);
});

afterAll(async () => {
  await ours.close();
  await floor.close();
});

/** What a server answers, the last of some commands: bytes of text. */
async function answerBytes(port: number, visitors: Visitors, commands: readonly LoadCommand[]): Promise<number> {
  const crowd = new Crowd(await findServer(port));
  try {
    await crowd.run({ type: "open", ...visitors, views: 1, deflate: false });
    let bytes = 0;
    for (const command of commands) bytes = (await crowd.run(command)).textBytes;
    return bytes;
  } finally {
    await crowd.close();
  }
}

const prepend: LoadCommand = { type: "push-once", payload: event("click", "prepend") };
// The first answer may bring a template that both sides know afterwards.
const pushes = PAIR_FIGURES.flatMap(({ name, crowd, command }) => {
  const once = command(0);
  return crowd === undefined || once.type !== "push" ? [] : [{ name, crowd, commands: [once, once, once] }];
});

test.each(pushes)("$name: our server and the floor answer with as many bytes", async ({ crowd, commands }) => {
  const bytes = await Promise.all([ours, floor].map(({ port }) => answerBytes(port, crowd, commands)));
  expect(bytes[0]).toBe(bytes[1]);
});

test("a row in front of 1,000 is at most 300 bytes for a client that understands runs, a thousand moves for others", async () => {
  const byRuns = { page: "/table", views: 1, listRuns: true };
  const plain = { page: "/table", views: 1 };
  for (const { port } of [ours, floor]) {
    expect(await answerBytes(port, byRuns, [prepend])).toBeLessThanOrEqual(300);
    expect(await answerBytes(port, plain, [prepend])).toBeGreaterThan(9_000);
  }
});

test("one visitor of the nested page mounts all of its eleven views", async () => {
  const mounted: boolean[] = [];
  const end = subscribe("firecrest.live_view.mount.stop", () => mounted.push(true));
  await answerBytes(ours.port, { page: "/nested", views: 1 }, []);
  end();
  // Once for the plain page, once over the socket.
  expect(mounted).toHaveLength(22);
});
