import { FakeClock } from "@firecrest/actors";
import { describe, test } from "vitest";
import { HAS_UWS } from "../fixtures/test-endpoint.ts";
import { type ServeImplementation, serveContract } from "./contract.ts";
import { listenNode } from "./node.ts";
import { listenUws } from "./uws.ts";

function newClock(): ReturnType<ServeImplementation["newClock"]> {
  const clock = new FakeClock();
  return { clock, advance: (ms) => clock.advance(ms) };
}

const uws = { name: "uWebSockets.js", listen: listenUws, cutsWithoutCloseFrame: true, newClock };
const node = { name: "node:http and ws", listen: listenNode, cutsWithoutCloseFrame: false, newClock };

describe.each(HAS_UWS ? [uws, node] : [node])("the serve contract on $name", (implementation) => {
  test.each(serveContract)("$name", (one) => one.run(implementation));
});
