import type { TestProject } from "vitest/node";
import { type Gallery, startGallery } from "./start.ts";

export type ShownGallery = Pick<Gallery, "origin" | "pages">;

declare module "vitest" {
  interface ProvidedContext {
    gallery: ShownGallery;
  }
}

/** Once for all files that look at it: it takes some ten seconds to build. */
export default async function setUpGallery(project: TestProject): Promise<() => Promise<void>> {
  const { origin, pages, close } = await startGallery();
  project.provide("gallery", { origin, pages });
  return close;
}
