const BLOCK = 512;

/** The contents of the plain files of a tar archive (POSIX ustar). Throws a RangeError for what ends too early. */
export function filesOfTar(archive: Buffer): string[] {
  const files: string[] = [];
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    // Two empty blocks end an archive; one is enough to know.
    if (header.every((byte) => byte === 0)) return files;
    const size = Number.parseInt(header.toString("latin1", 124, 136).replaceAll("\0", "").trim() || "0", 8);
    const start = at + BLOCK;
    if (!Number.isInteger(size) || start + size > archive.length)
      throw new RangeError("a tar archive ends too early");
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "0" || type === "\0") files.push(archive.toString("utf8", start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
