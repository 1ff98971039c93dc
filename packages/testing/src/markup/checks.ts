import type { Document, Element } from "domhandler";
import { TestingError } from "../errors.ts";
import type { Checks, Reaction } from "../page/options.ts";
import { elementsBelow } from "./document.ts";
import { listing } from "./excerpt.ts";
import { COMPONENT, COMPONENT_VIEW } from "./marks.ts";

/** A mistake in a page, and what the test wants done about it. */
export interface Problem {
  readonly error: TestingError;
  readonly reaction: Reaction;
}

/** The mistakes of a page's markup. */
export function findProblems(document: Document, checks: Checks): Problem[] {
  const { onDuplicateId = "throw", onDuplicateComponent = "throw", onFormWithoutId = "throw" } = checks;
  const elements = [...elementsBelow(document)];
  return [
    ...duplicates(elements, idOf).map(duplicateId).map(reacting(onDuplicateId)),
    ...duplicates(elements, componentOf).map(duplicateComponent).map(reacting(onDuplicateComponent)),
    ...elements.filter(isFormWithoutId).map(formWithoutId).map(reacting(onFormWithoutId)),
  ].filter(({ reaction }) => reaction !== "ignore");
}

function reacting(reaction: Reaction): (error: TestingError) => Problem {
  return (error) => ({ error, reaction });
}

/** The elements that share a name, group by group. */
function duplicates(elements: readonly Element[], nameOf: (element: Element) => string | undefined): Element[][] {
  const byName = new Map<string, Element[]>();
  for (const element of elements) {
    const name = nameOf(element);
    if (name === undefined) continue;
    const others = byName.get(name);
    if (others === undefined) byName.set(name, [element]);
    else others.push(element);
  }
  return [...byName.values()].filter((group) => group.length > 1);
}

function idOf({ attribs }: Element): string | undefined {
  return attribs["id"];
}

function componentOf({ attribs }: Element): string | undefined {
  return COMPONENT in attribs ? `${attribs[COMPONENT_VIEW]} ${attribs[COMPONENT]}` : undefined;
}

function isFormWithoutId({ name, attribs }: Element): boolean {
  return name === "form" && "phx-change" in attribs && !attribs["id"] && !("phx-ignore-missing-id" in attribs);
}

function duplicateId(group: readonly Element[]): TestingError {
  const id = JSON.stringify(group[0]?.attribs["id"]);
  return new TestingError(
    "duplicate-id",
    `${group.length} elements of the page have the id ${id}. A patch finds its elements by id, so it would change the wrong one. ` +
      `Give each its own, or pass { onDuplicateId: "ignore" }:\n${listing(group)}`,
  );
}

function duplicateComponent(group: readonly Element[]): TestingError {
  return new TestingError(
    "duplicate-component",
    `One component is shown ${group.length} times: a browser would patch the first only. Is a slot with a component in it rendered ` +
      `twice? Render it once, or pass { onDuplicateComponent: "ignore" }:\n${listing(group)}`,
  );
}

function formWithoutId(form: Element): TestingError {
  return new TestingError(
    "form-without-id",
    "A form with phx-change has no id: after a reconnect a browser cannot bring back what was typed. Give it one, or the attribute " +
      `phx-ignore-missing-id, or pass { onFormWithoutId: "ignore" }:\n${listing([form])}`,
  );
}
