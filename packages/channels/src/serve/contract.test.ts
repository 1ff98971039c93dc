import { FakeClock } from "@firecrest/actors";
import { describe, test } from "vitest";
import { type ServeImplementation, serveContract } from "./contract.ts";
import { listenNode } from "./node.ts";
import { listenUws } from "./uws.ts";

function newClock(): ReturnType<ServeImplementation["newClock"]> {
  const clock = new FakeClock();
  return { clock, advance: (ms) => clock.advance(ms) };
}

describe.each([
  { name: "uWebSockets.js", listen: listenUws, cutsWithoutCloseFrame: true, newClock },
  { name: "node:http and ws", listen: listenNode, cutsWithoutCloseFrame: false, newClock },
])("the serve contract on $name", (implementation) => {
  test.each(serveContract)("$name", (one) => one.run(implementation));
});
