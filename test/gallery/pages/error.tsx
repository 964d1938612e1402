import { ErrorPage } from "../../../app/ui/states/error-page.tsx";
import type { GalleryPage } from "../registry.ts";

export const page: GalleryPage = {
  name: "error",
  path: "/app",
  states: { failed: () => <ErrorPage notFound={false} />, not_found: () => <ErrorPage notFound /> },
};
