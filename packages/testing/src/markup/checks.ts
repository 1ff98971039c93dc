import type { Element } from "domhandler";
import { TestingError } from "../errors.ts";
import type { Checks, Reaction } from "../page/options.ts";
import { listing } from "./excerpt.ts";

/** A mistake in a page, and what the test wants done about it. */
export interface Problem {
  readonly error: TestingError;
  readonly reaction: Reaction;
}

/** The mistakes in a page of these elements. */
export function findProblems(elements: readonly Element[], checks: Checks): Problem[] {
  const { onDuplicateId = "throw", onFormWithoutId = "throw" } = checks;
  return [
    ...withSameId(elements).map(duplicateId).map(reacting(onDuplicateId)),
    ...elements.filter(isFormWithoutId).map(formWithoutId).map(reacting(onFormWithoutId)),
  ].filter(({ reaction }) => reaction !== "ignore");
}

function reacting(reaction: Reaction): (error: TestingError) => Problem {
  return (error) => ({ error, reaction });
}

/** The elements that share an id, group by group. */
function withSameId(elements: readonly Element[]): Element[][] {
  const byId = new Map<string, Element[]>();
  for (const element of elements) {
    const { id } = element.attribs;
    if (id === undefined) continue;
    const others = byId.get(id);
    if (others === undefined) byId.set(id, [element]);
    else others.push(element);
  }
  return [...byId.values()].filter((group) => group.length > 1);
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

function formWithoutId(form: Element): TestingError {
  return new TestingError(
    "form-without-id",
    "A form with phx-change has no id: after a reconnect a browser cannot bring back what was typed. Give it one, or the attribute " +
      `phx-ignore-missing-id, or pass { onFormWithoutId: "ignore" }:\n${listing([form])}`,
  );
}
