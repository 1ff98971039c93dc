// morphdom ships this entry without types. It makes a morphdom that copies attributes in our way, not its own.
declare module "morphdom/factory.js" {
  interface Callbacks {
    readonly childrenOnly?: boolean;
    readonly getNodeKey?: (node: Node) => string | null | undefined;
    readonly onBeforeNodeAdded?: (node: Node) => Node | false;
    readonly onNodeAdded?: (node: Node) => void;
    /** false leaves the element alone; an element is morphed in its place. */
    readonly onBeforeElUpdated?: (from: HTMLElement, to: HTMLElement) => boolean | HTMLElement;
    readonly onBeforeNodeDiscarded?: (node: Node) => boolean;
    /** true: the children of `to` are looked up by key and not aligned with those of `from`. Called before any child is. */
    readonly skipFromChildren?: (from: HTMLElement, to: HTMLElement) => boolean;
  }
  type Morph = (from: Node, to: Node, callbacks: Callbacks) => Node;
  export default function morphdomFactory(copyAttributes: (from: HTMLElement, to: HTMLElement) => void): Morph;
}
