import { ErrorPage } from "../../../app/ui/states/error-page.tsx";
import type { GalleryPage } from "../registry.ts";

export const page: GalleryPage = {
  name: "error",
  path: "/app",
  states: {
    failed: () => <ErrorPage failure="failed" />,
    not_found: () => <ErrorPage failure="not_found" />,
    disconnected: () => <ErrorPage failure="disconnected" />,
  },
};
