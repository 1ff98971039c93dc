// What HTML says about its names, in tables. The scanner and the attribute rules read them; nothing else does.

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Elements that have no content and no end tag (HTML, "void elements", with the obsolete ones that parsers still know). */
export const VOID_TAGS = names(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr",
);

/** Elements whose content the parser takes as it stands: no tags, no entities. A slot in there must be `raw` or `json`. */
export const RAW_TEXT_TAGS = names("script style xmp iframe noembed noframes");

/** Elements whose content has entities but no tags. */
export const ESCAPABLE_TEXT_TAGS = names("title textarea");

/** Elements directly after whose start tag the parser drops one newline. */
export const NEWLINE_EATING_TAGS = names("pre textarea listing");

/** Elements of SVG and MathML in whose content HTML begins again. */
export const HTML_ISLAND_TAGS = names("foreignobject desc title annotation-xml mi mo mn ms mtext");

/**
 * Names that only SVG and MathML have. At the top of a template, where the surrounding element is not known, they tell that the
 * template is a piece of a drawing, so that `<circle/>` may close itself there.
 */
export const FOREIGN_ONLY_TAGS = names(
  "svg math animate animatemotion animatetransform circle clippath defs ellipse feblend fecolormatrix fecomponenttransfer " +
    "fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow feflood fefunca fefuncb " +
    "fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology feoffset fepointlight fespecularlighting " +
    "fespotlight fetile feturbulence filter foreignobject g image line lineargradient marker mask metadata mpath path pattern " +
    "polygon polyline radialgradient rect set stop switch symbol text textpath tspan use view mspace mrow mfrac msup msub " +
    "msqrt mtable mtr mtd mi mn mo ms mtext",
);

/** Attributes that say yes by being there. Quotes around their one slot do not make them text. */
export const BOOLEAN_ATTRIBUTES = names(
  "allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden inert ismap itemscope " +
    "loop multiple muted nomodule novalidate open playsinline readonly required reversed selected",
);

/** Attributes (besides `aria-*`) whose booleans are the words "true" and "false". */
export const WORD_ATTRIBUTES = names("contenteditable draggable spellcheck");

/**
 * Attributes that a browser follows as a URL, on any element; `data-to` is followed by scripts that make a form of a link with
 * `data-method`. `data` (on `object`) and SVG animation are in `url.ts`.
 */
export const URL_ATTRIBUTES = names(
  "action background cite codebase data-to formaction href longdesc manifest ping poster profile src xlink:href",
);

/** Is the attribute an inline event handler: `onclick`, `onload`, …? */
export function isHandlerAttribute(name: string): boolean {
  return /^on[a-z]/i.test(name);
}
