// @ts-expect-error -- npm `phoenix` brings no types
import { Socket } from "phoenix";
import { LiveSocket } from "phoenix_live_view";
import { hooks, uploaders } from "./hooks.ts";

const csrf = document.querySelector("meta[name='csrf-token']")?.getAttribute("content");
const socket = new LiveSocket("/live", Socket, { params: { _csrf_token: csrf }, hooks, uploaders });
socket.connect();
