// The same app, driven by Phoenix's own client: it must work unchanged.
// @ts-expect-error -- npm `phoenix` brings no types
import { Socket } from "phoenix";
import { LiveSocket } from "phoenix_live_view";
import * as hooks from "../src/hooks/index.ts";
import "../src/listeners.ts";
import "../src/style.css";
import "../src/parts.css";
import * as uploaders from "../src/uploaders.ts";

const csrf = document.querySelector("meta[name='csrf-token']")?.getAttribute("content");
new LiveSocket("/live", Socket, { params: { _csrf_token: csrf }, hooks, uploaders }).connect();
