import modules from "virtual:gallery-pages";
import type { ReactNode } from "react";

/** One page of the app in each of its states, drawn from invented view data. */
export interface GalleryPage {
  readonly name: string;
  /** Address that the page believes it stands at. */
  readonly path: string;
  readonly states: Readonly<Record<string, () => ReactNode>>;
}

export const galleryPages: readonly GalleryPage[] = modules
  .map((module) => module.page)
  .sort((a, b) => a.name.localeCompare(b.name));
