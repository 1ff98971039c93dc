import { LiveSocket } from "@firecrest/client";
import * as hooks from "./hooks/index.ts";
import "./listeners.ts";
import "./style.css";

new LiveSocket("/live", { hooks }).connect();
