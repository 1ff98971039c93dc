import { createServer } from "node:net";

/**
 * A TCP port that was free a moment ago. For a server that is to start again on the same port: one that the system chose
 * by itself (port 0) is not free for a minute after its connections have closed.
 */
export function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
