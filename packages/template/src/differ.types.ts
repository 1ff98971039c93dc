// What the type checker must accept and refuse: checked by tsc, never run.
import { Differ } from "./differ.ts";
import { html } from "./html.ts";

const rendered = html`<p></p>`;
const differ = new Differ({ host: {}, listRuns: true });

differ.diff(rendered);
differ.diff(rendered, { n: 1 }, [{ id: 1, rendered, assigns: {}, siblings: () => [2] }]);
differ.diffComponents(new Set([{ id: 1, rendered, assigns: {} }]));
differ.forgetComponents(new Map([[1, ""]]).keys());

// @ts-expect-error -- a body has assigns, if only empty ones
differ.diffComponents([{ id: 1, rendered }]);
// @ts-expect-error -- what a component shows is a template: a text has no element
differ.diffComponents([{ id: 1, rendered: "text", assigns: {} }]);
// @ts-expect-error -- bodies are pulled while the message is written, which does not wait
differ.diffComponents((async function* none() {})());
// @ts-expect-error -- runs are for all messages of a view or for none
differ.diff(rendered, {}, [], { listRuns: true });
