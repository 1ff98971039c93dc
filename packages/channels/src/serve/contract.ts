import { httpBodyCases } from "./contract-http-body.ts";
import { httpCases } from "./contract-http.ts";
import type { ServeCase } from "./contract-server.ts";
import { backPressureCases } from "./contract-back-pressure.ts";
import { webSocketCases } from "./contract-websocket.ts";

export type { ServeCase, ServeImplementation } from "./contract-server.ts";

/**
 * What every implementation of the serve port must do, as named cases without a test runner: each implementation's test
 * gives its `listen` to all of them, over real sockets.
 */
export const serveContract: readonly ServeCase[] = [
  ...httpCases,
  ...httpBodyCases,
  ...webSocketCases,
  ...backPressureCases,
];
