import { LiveSocket } from "@firecrest/client";
import * as hooks from "./hooks/index.ts";
import "./listeners.ts";
import "./style.css";
import "./parts.css";
import * as uploaders from "./uploaders.ts";

new LiveSocket("/live", { hooks, uploaders }).connect();
