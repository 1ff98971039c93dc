import htm from "htm";
import type { CloseToken, OpenToken, TextToken, Token } from "./scanner.ts";

/** An element, component or named slot with what is in it. */
export interface TreeNode {
  readonly open: OpenToken;
  readonly children: readonly TreeChild[];
  /** Undefined for a leaf. */
  readonly close: CloseToken | undefined;
}

export type TreeChild = TextToken | TreeNode;

const ROOT = "root";

/**
 * Nests the tokens. htm does it, and sees placeholders only: every tag name, text and end tag goes in as a field, so none of its own
 * rules about white space, entities and comments has anything to act on, and it keeps no text of ours in its cache.
 */
export function buildTree(tokens: readonly Token[]): readonly TreeChild[] {
  const strings = ["<"];
  const fields: unknown[] = [ROOT];
  let behind = ">";
  for (const token of tokens) {
    strings.push(behind + (token.type === "open" ? "<" : ""));
    fields.push(token);
    behind = behindField(token);
  }
  strings.push(`${behind}<//>`);
  const root: unknown = htm.bind(createNode)(strings as unknown as TemplateStringsArray, ...fields);
  // createNode returns the children of the root as they are.
  return root as readonly TreeChild[];
}

function behindField(token: Token): string {
  if (token.type === "open") return token.isLeaf ? "/>" : ">";
  return token.type === "close" ? "<//>" : "";
}

function createNode(
  open: OpenToken | typeof ROOT,
  _props: unknown,
  ...inside: readonly (TreeChild | CloseToken)[]
): unknown {
  const last = inside.at(-1);
  const close = last !== undefined && "type" in last && last.type === "close" ? last : undefined;
  const children = close === undefined ? inside : inside.slice(0, -1);
  return open === ROOT ? children : { open, children, close };
}
