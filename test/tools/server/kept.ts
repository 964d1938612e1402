import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A tool's content as plain values, and how it is filled with them again. */
export interface Content {
  read(): unknown;
  fill(kept: unknown): void;
}

/** Content that outlives the program: read at the start, written by `save`. Without a file it is neither. */
export function keptContent(file: string | undefined, content: Content): { save(): void } {
  if (file !== undefined && existsSync(file)) content.fill(JSON.parse(readFileSync(file, "utf8")));
  return {
    save() {
      if (file === undefined) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(content.read()));
      renameSync(`${file}.new`, file);
    },
  };
}
