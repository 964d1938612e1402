import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The gallery takes longest. It is a small file, and would be the last that is begun, with one worker waiting for it. */
class GalleryFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isGallery = ({ moduleId }: TestSpecification) => moduleId.endsWith("/gallery.test.ts");
    return [...sorted.filter(isGallery), ...sorted.filter((file) => !isGallery(file))];
  }
}

const shared = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 120_000 } },
  pool: "forks" as const,
};

export default defineConfig({
  test: {
    // One file alone leaves a processor waiting for its browser.
    maxWorkers: 2,
    sequence: { sequencer: GalleryFirst },
    projects: [
      {
        test: {
          ...shared,
          name: "gallery",
          include: ["test/gallery/**/*.test.ts"],
          globalSetup: ["./test/gallery/built-gallery.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "journeys",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["./test/db/cluster.ts", "./test/e2e/built-app.ts"],
        },
      },
    ],
  },
});
