import { LiveSocket } from "@firecrest/client";
import "./style.css";

new LiveSocket("/live").connect();
