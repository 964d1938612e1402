import { LandingPage } from "../../../app/ui/landing/landing-page.tsx";
import { useLocale } from "../../../app/ui/locale.tsx";
import type { GalleryPage } from "../registry.ts";

function Landing() {
  return <LandingPage locale={useLocale().userLocale} />;
}

export const page: GalleryPage = {
  name: "landing",
  path: "/",
  states: { full: () => <Landing /> },
};
