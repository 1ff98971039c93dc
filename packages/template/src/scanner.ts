import { SLOT, type Source } from "./source.ts";
import { type Tag, scanTag } from "./scan-tag.ts";
import { ESCAPABLE_TEXT_TAGS, FOREIGN_ONLY_TAGS, HTML_ISLAND_TAGS, RAW_TEXT_TAGS, VOID_TAGS } from "./tag-names.ts";

/**
 * What a stretch of the source is. `markup` (comments, doctype) has no slots; `content` is ordinary text; `escapable` is the text of
 * `title` and `textarea`; `code` that of `script`, `style` and their like.
 */
export type TextMode = "content" | "escapable" | "code" | "markup";

export interface TextToken {
  readonly type: "text";
  readonly mode: TextMode;
  readonly from: number;
  readonly to: number;
}

export interface OpenToken {
  readonly type: "open";
  readonly tag: Tag;
  /** Has no content and no end tag: a void element, or one that closes itself where that is allowed. */
  readonly isLeaf: boolean;
}

export interface CloseToken {
  readonly type: "close";
  /** `<//>`, which leaves the name to be filled in. */
  readonly isShort: boolean;
  readonly from: number;
  readonly to: number;
}

export type Token = TextToken | OpenToken | CloseToken;

// `unknown`: the top of a template or of a component's content; what surrounds it is known only when it is rendered.
type Namespace = "html" | "foreign" | "unknown";

interface OpenElement {
  readonly tag: Tag;
  readonly inside: Namespace;
}

const END_TAG = /<\/([^\s>]*)\s*>/y;
const RAW_TEXT_END = (name: string) => new RegExp(`</${name}(?=[\\s/>])`, "gi");

/**
 * Cuts a template into text and tags the way an HTML parser would, and is the only authority on that. Throws a `TemplateSyntaxError`
 * for whatever a browser would silently repair: here it is a typing mistake.
 */
export function scan(source: Source): readonly Token[] {
  return new Scanner(source).run();
}

class Scanner {
  readonly #source: Source;
  readonly #tokens: Token[] = [];
  readonly #open: OpenElement[] = [];
  #at = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  run(): readonly Token[] {
    while (this.#at < this.#source.text.length) {
      const markup = this.#nextMarkup();
      this.#pushText(this.#textMode(), markup);
      if (markup < this.#source.text.length) this.#scanMarkup();
    }
    const unclosed = this.#open.at(-1)?.tag;
    if (unclosed !== undefined) {
      throw this.#source.error(
        "unclosed-tag",
        unclosed.offset,
        `${described(unclosed)} is never closed. ${howToClose(unclosed)}`,
      );
    }
    return this.#tokens;
  }

  // As in HTML, a "<" begins markup only before a letter, "/", "!" or "?"; ours also before a slot or ":" and a letter.
  #nextMarkup(): number {
    const markup = /<(?:[a-z/!?\uFDD0]|:[a-z])/gi;
    markup.lastIndex = this.#at;
    return markup.exec(this.#source.text)?.index ?? this.#source.text.length;
  }

  #textMode(): TextMode {
    const name = this.#open.at(-1)?.tag.name.toLowerCase();
    return name === "script" || name === "style" ? "code" : "content";
  }

  #pushText(mode: TextMode, to: number): void {
    if (to > this.#at) this.#tokens.push({ type: "text", mode, from: this.#at, to });
    this.#at = to;
  }

  #scanMarkup(): void {
    const { text } = this.#source;
    if (text.startsWith("<!--", this.#at)) this.#scanComment();
    else if (text.startsWith("</", this.#at)) this.#scanEndTag();
    else if (text.startsWith("<![CDATA[", this.#at) && this.#namespace() === "foreign") this.#scanDeclaration("]]>");
    else if (text.startsWith("<!", this.#at) || text.startsWith("<?", this.#at)) this.#scanDeclaration(">");
    else this.#scanStartTag();
  }

  #scanComment(): void {
    // "<!-->" and "<!--->" are complete comments to a parser, "--!>" ends one.
    const end = /<!--(?:>|->|[^]*?--!?>)/y;
    end.lastIndex = this.#at;
    const comment = end.exec(this.#source.text)?.[0];
    if (comment === undefined) {
      throw this.#source.error("unclosed-comment", this.#at, "A comment is never closed. Add -->.");
    }
    this.#pushMarkup(this.#at + comment.length, "a comment");
  }

  #scanDeclaration(end: string): void {
    const to = this.#source.text.indexOf(end, this.#at);
    if (to < 0) throw this.#source.error("unclosed-tag", this.#at, `A declaration is never finished. Add ${end}.`);
    this.#pushMarkup(to + end.length, "a declaration");
  }

  #pushMarkup(to: number, what: string): void {
    const slot = this.#source.text.slice(this.#at, to).indexOf(SLOT);
    if (slot >= 0) {
      throw this.#source.error(
        "slot-in-comment",
        this.#at + slot,
        `A slot stands in ${what}, where its value could end it. Put the slot outside, or write the note as a JavaScript comment.`,
      );
    }
    this.#pushText("markup", to);
  }

  #scanStartTag(): void {
    const tag = scanTag(this.#source, this.#at);
    const parent = this.#open.at(-1)?.tag;
    if (tag.kind === "named-slot" && parent?.kind !== "component") {
      throw this.#source.error(
        "misplaced-named-slot",
        tag.offset,
        `<:${tag.name}> stands outside of a component. It belongs directly into one: <\${Card}><:${tag.name}>…<//><//>.`,
      );
    }
    const around = this.#namespace();
    const isHtml = tag.kind === "element" && !isForeign(tag, around);
    const isVoid = isHtml && VOID_TAGS.has(tag.name.toLowerCase());
    if (tag.selfClosing && isHtml && !isVoid) {
      throw this.#source.error(
        "self-closing-tag",
        tag.offset,
        `<${tag.name}/> does not close itself in HTML: all that follows would be inside of it. Write <${tag.name}></${tag.name}>.`,
      );
    }
    const isLeaf = isVoid || tag.selfClosing;
    this.#tokens.push({ type: "open", tag, isLeaf });
    this.#at = tag.to;
    if (isLeaf) return;
    this.#open.push({ tag, inside: namespaceInside(tag, around) });
    if (isHtml) this.#scanRawText(tag);
  }

  #scanRawText(tag: Tag): void {
    const name = tag.name.toLowerCase();
    const isCode = RAW_TEXT_TAGS.has(name);
    if (!isCode && !ESCAPABLE_TEXT_TAGS.has(name)) return;
    const end = RAW_TEXT_END(name);
    end.lastIndex = this.#at;
    const to = end.exec(this.#source.text)?.index;
    if (to === undefined) {
      throw this.#source.error("unclosed-tag", tag.offset, `${described(tag)} is never closed. ${howToClose(tag)}`);
    }
    this.#pushText(isCode ? "code" : "escapable", to);
  }

  #scanEndTag(): void {
    const from = this.#at;
    END_TAG.lastIndex = from;
    const [written, name] = END_TAG.exec(this.#source.text) ?? [];
    if (written === undefined || name === undefined) {
      throw this.#source.error(
        "malformed-tag",
        from,
        "An end tag holds nothing but a name. Write </name>, or <//> for a component.",
      );
    }
    const open = this.#open.pop()?.tag;
    if (open === undefined) {
      throw this.#source.error(
        "unexpected-end-tag",
        from,
        `${endTag(name)} closes nothing. Remove it, or add the tag that it should close.`,
      );
    }
    if (!closes(name, open)) {
      throw this.#source.error(
        "misnested-tag",
        from,
        `${described(open)} is closed by ${endTag(name)}. ${howToClose(open)}`,
      );
    }
    this.#at = from + written.length;
    this.#tokens.push({ type: "close", isShort: name === "/", from, to: this.#at });
  }

  #namespace(): Namespace {
    return this.#open.at(-1)?.inside ?? "unknown";
  }
}

function isForeign(tag: Tag, around: Namespace): boolean {
  const name = tag.name.toLowerCase();
  if (around === "html") return name === "svg" || name === "math";
  return around === "foreign" || FOREIGN_ONLY_TAGS.has(name);
}

function namespaceInside(tag: Tag, around: Namespace): Namespace {
  if (tag.kind !== "element") return around === "foreign" ? "foreign" : "unknown";
  if (!isForeign(tag, around)) return "html";
  return HTML_ISLAND_TAGS.has(tag.name.toLowerCase()) ? "html" : "foreign";
}

function closes(name: string, open: Tag): boolean {
  // "<//>" is how htm closes whatever is open.
  if (name === "/") return true;
  if (open.kind === "component") return name === SLOT;
  return open.kind === "named-slot" ? name === `:${open.name}` : name.toLowerCase() === open.name.toLowerCase();
}

function described(tag: Tag): string {
  if (tag.kind === "component") return "The component <${…}>";
  return tag.kind === "named-slot" ? `<:${tag.name}>` : `<${tag.name}>`;
}

function endTag(name: string): string {
  return `</${name.replace(SLOT, "${…}")}>`;
}

function howToClose(tag: Tag): string {
  if (tag.kind === "component") return "Close it with <//>.";
  return tag.kind === "named-slot"
    ? `Close it with <//> or </:${tag.name}>.`
    : `Write </${tag.name}> before the element around it ends; HTML allows leaving out some end tags, templates do not.`;
}
