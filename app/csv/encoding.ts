export type Parts = () => AsyncIterable<Buffer>;

export type FileEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** By the byte order mark, else UTF-8 where all bytes are valid UTF-8, else Windows-1252. Reads the file once. */
export async function encodingOf(parts: Parts): Promise<FileEncoding> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let isFirst = true;
  try {
    for await (const part of parts()) {
      if (isFirst && part[0] === 0xff && part[1] === 0xfe) return "utf-16le";
      if (isFirst && part[0] === 0xfe && part[1] === 0xff) return "utf-16be";
      decoder.decode(part, { stream: true });
      isFirst = false;
    }
    decoder.decode();
    return "utf-8";
  } catch (error) {
    if (error instanceof TypeError) return "windows-1252";
    throw error;
  }
}
