// A small scanner for TypeScript: which characters are code, and which are comments or the insides of strings. Enough to
// look for names without finding them in prose; everything that needs real syntax is oxlint's and the compiler's work.

/** A comment of a source text, with its markers. */
export interface Comment {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset just behind it. */
  readonly end: number;
  readonly text: string;
}

/** A source text taken apart. */
export interface Scan {
  /** The text, as long as before, with spaces for comments and for what is inside strings, templates and regexes. */
  readonly code: string;
  readonly comments: readonly Comment[];
}

/** Takes a TypeScript text apart. Never throws: on broken source the rest is read as what it was in last. */
export function scan(text: string): Scan {
  return new Scanner(text).run();
}

const KEYWORDS_BEFORE_REGEX = /\b(?:return|typeof|case|in|of|delete|void|throw|new|do|else|await|yield|instanceof)$/;

class Scanner {
  readonly #text: string;
  readonly #comments: Comment[] = [];
  #code = "";
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): Scan {
    this.#readCode(false);
    return { code: this.#code, comments: this.#comments };
  }

  /** Reads code up to the end, or inside a template's `${` up to the brace that closes it. */
  #readCode(isInTemplate: boolean): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      if (isInTemplate && char === "}" && depth === 0) return;
      if (char === "{") depth += 1;
      if (char === "}") depth -= 1;
      this.#readOne(char);
    }
  }

  #readOne(char: string | undefined): void {
    const next = this.#text[this.#at + 1];
    if (char === "/" && next === "/") return this.#readComment(this.#endOfLine());
    if (char === "/" && next === "*") return this.#readComment(this.#endOfBlockComment());
    if (char === '"' || char === "'") return this.#readString(char);
    if (char === "`") return this.#readTemplate();
    if (char === "/") return this.#readSlash();
    this.#keep(1);
  }

  #readComment(end: number): void {
    this.#comments.push({ start: this.#at, end, text: this.#text.slice(this.#at, end) });
    this.#blank(end - this.#at);
  }

  #readString(quote: string): void {
    const end = this.#endOfLiteral(quote);
    this.#keep(1);
    this.#blank(end - this.#at);
    this.#keep(1);
  }

  #readTemplate(): void {
    this.#keep(1);
    while (this.#at < this.#text.length && this.#text[this.#at] !== "`") {
      if (this.#text[this.#at] === "\\") {
        this.#blank(2);
      } else if (this.#text.startsWith("${", this.#at)) {
        this.#keep(2);
        this.#readCode(true);
        this.#keep(1);
      } else {
        this.#blank(1);
      }
    }
    this.#keep(1);
  }

  #readSlash(): void {
    const end = this.#mayStartRegex() ? this.#endOfRegex() : undefined;
    this.#keep(1);
    if (end === undefined) return;
    this.#blank(end - this.#at);
    this.#keep(1);
  }

  /** A slash divides behind a value and starts a regex anywhere else. */
  #mayStartRegex(): boolean {
    let end = this.#code.length;
    while (end > 0 && /\s/.test(this.#code.charAt(end - 1))) end -= 1;
    const before = this.#code.slice(Math.max(0, end - 12), end);
    return !/[\w$)\]}"'`]$/.test(before) || KEYWORDS_BEFORE_REGEX.test(before);
  }

  /** Offset of the slash that ends a regex on this line. */
  #endOfRegex(): number | undefined {
    let isInClass = false;
    for (let at = this.#at + 1; at < this.#endOfLine(); at += 1) {
      const char = this.#text[at];
      if (char === "\\") at += 1;
      else if (char === "[") isInClass = true;
      else if (char === "]") isInClass = false;
      else if (char === "/" && !isInClass) return at;
    }
    return undefined;
  }

  #endOfLiteral(quote: string): number {
    for (let at = this.#at + 1; at < this.#endOfLine(); at += 1) {
      if (this.#text[at] === "\\") at += 1;
      else if (this.#text[at] === quote) return at;
    }
    return this.#endOfLine();
  }

  #endOfLine(): number {
    const end = this.#text.indexOf("\n", this.#at);
    return end === -1 ? this.#text.length : end;
  }

  #endOfBlockComment(): number {
    const end = this.#text.indexOf("*/", this.#at + 2);
    return end === -1 ? this.#text.length : end + 2;
  }

  #keep(length: number): void {
    this.#code += this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
  }

  #blank(length: number): void {
    this.#code += this.#text.slice(this.#at, this.#at + length).replace(/[^\n]/g, " ");
    this.#at += length;
  }
}
