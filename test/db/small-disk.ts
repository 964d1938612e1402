import { spawnSync } from "node:child_process";
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small disk of the server's account, with a file on it that takes what is left; null where none may be mounted. */
export function mountDisk(dataFolder: string, megabytes: number) {
  // Only Linux has tmpfs, and only root may mount it; in a container not even root may.
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  const place = mkdtempSync(join(tmpdir(), "klantwaarde-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", place]);
  if (mounted.status !== 0) {
    rmSync(place, { recursive: true });
    return null;
  }
  const unmount = () => {
    spawnSync("umount", ["-l", place]);
    rmSync(place, { recursive: true, force: true });
    process.off("exit", unmount);
  };
  process.on("exit", unmount);
  // A mount outlives its process, and a signal would end that without a word.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const { uid, gid } = statSync(dataFolder);
  chownSync(place, uid, gid);
  const ballast = join(place, "ballast");
  return {
    place,
    unmount,
    fill() {
      const file = openSync(ballast, "a");
      try {
        for (let bytes = 1 << 20; bytes >= 4096; ) {
          try {
            writeSync(file, Buffer.alloc(bytes));
          } catch (error) {
            if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
            bytes /= 2;
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
  };
}
