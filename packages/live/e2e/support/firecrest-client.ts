import { LiveSocket } from "@firecrest/client";
import { hooks, uploaders } from "./hooks.ts";

const socket = new LiveSocket("/live", { hooks, uploaders });
socket.connect();
