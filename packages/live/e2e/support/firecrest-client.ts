import { LiveSocket } from "@firecrest/client";
import { hooks } from "./hooks.ts";

const socket = new LiveSocket("/live", { hooks });
socket.connect();
