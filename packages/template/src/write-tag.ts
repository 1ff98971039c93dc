import vhtml from "vhtml";

/** The constant text of an element's two tags: `<p`, where attributes follow, and `</p>`. */
export interface TagText {
  readonly start: string;
  readonly end: string;
}

const CONTENT = "\uFDD0";

/**
 * How an element's tags are written. vhtml writes them, from the name alone: it keeps every string it has ever rendered in a table of
 * its own, so it must see no more than the few tag names that programs are made of, and never a value.
 */
export function writeTag(name: string): TagText {
  const element = vhtml(name, null, CONTENT);
  const inside = element.indexOf(CONTENT);
  return {
    start: element.slice(0, element.indexOf(">")),
    end: inside < 0 ? "" : element.slice(inside + CONTENT.length),
  };
}
