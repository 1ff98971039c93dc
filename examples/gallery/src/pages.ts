import type { GalleryPage } from "./page.ts";
import { counterPage } from "./pages/counter.ts";
import { liveComponentsPage } from "./pages/live-components.ts";

/** Every page, in the order in which the gallery lists them. */
export const pages: readonly GalleryPage[] = [counterPage, liveComponentsPage];
