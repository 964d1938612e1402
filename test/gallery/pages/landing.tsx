import { LandingPage } from "../../../app/ui/landing/landing-page.tsx";
import type { GalleryPage } from "../registry.ts";

export const page: GalleryPage = {
  name: "landing",
  path: "/",
  states: { full: () => <LandingPage locale="en" /> },
};
