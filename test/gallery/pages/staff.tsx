import type { StaffView } from "../../../app/exports/staff.ts";
import { StaffPage, type StaffPageProps } from "../../../app/ui/staff/staff-page.tsx";
import type { GalleryPage } from "../registry.ts";

const everybody: StaffView = {
  you: "84930211",
  limits: {
    export: { staffIds: null, mayChange: true },
    connect: { staffIds: null, mayChange: true },
  },
  known: [
    { staffId: "84930211", lastActedAt: "2026-03-30T08:15:00.000Z" },
    { staffId: "71200456", lastActedAt: "2026-02-11T16:40:00.000Z" },
  ],
};
const some: StaffView = {
  ...everybody,
  limits: {
    export: { staffIds: ["71200456", "84930211", "90000000000000000001"], mayChange: true },
    connect: { staffIds: ["71200456"], mayChange: false },
  },
};

const draw =
  (view: StaffView, more: Partial<StaffPageProps> = {}) =>
  () => <StaffPage view={view} saving={null} failure={null} onSave={() => {}} {...more} />;

export const page: GalleryPage = {
  name: "staff",
  path: "/app/settings/staff",
  states: {
    full: draw(some),
    everybody: draw(everybody),
    nobody_acted: draw({ ...everybody, known: [] }),
    saving: draw(some, { saving: "export" }),
    not_allowed: draw(some, { failure: "not_allowed" }),
    failed: draw(everybody, { failure: "unusable" }),
  },
};
