import { ExportsPage } from "../../../app/ui/exports/exports-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { exportRecords } from "../views/exports.ts";

export const page: GalleryPage = {
  name: "exports",
  path: "/app/exports",
  states: {
    full: () => <ExportsPage records={exportRecords} />,
    empty: () => <ExportsPage records={[]} />,
  },
};
