// The gate: refuses a Node that is too old with a sentence instead of a stack, then hands over.
// It imports nothing before the check and uses no syntax that an old Node cannot parse.

var oldest = [20, 19];
var running = process.versions.node.split(".").map(Number);

if (running[0] < oldest[0] || (running[0] === oldest[0] && running[1] < oldest[1])) {
  process.stderr.write(
    "Firecrest needs Node.js " +
      oldest.join(".") +
      " or newer; this is Node.js " +
      process.versions.node +
      ".\n" +
      "Install a current one from https://nodejs.org (or `nvm install 22`) and run the same command again.\n",
  );
  process.exit(1);
}

import("./launcher.mjs")
  .then((launcher) => launcher.launch(process.argv.slice(2)))
  .catch((error) => {
    process.stderr.write((error && error.isRefusal ? error.message : (error && error.stack) || String(error)) + "\n");
    process.exit(1);
  });
