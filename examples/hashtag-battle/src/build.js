import { fileURLToPath } from "node:url";
import { buildClient } from "@firecrest/live/build";
/** The build step of a deployment: the browser side into `dist/client`, where a server in production finds it. */
const { files } = await buildClient({
    entry: fileURLToPath(new URL("./client.ts", import.meta.url)),
    outDir: fileURLToPath(new URL("../dist/client", import.meta.url)),
});
console.log(`Built ${files.length} files for the browser.`);
//# sourceMappingURL=build.js.map