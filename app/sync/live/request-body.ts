/**
 * The body of a request as text, or null where it is longer than `limitBytes`; then no more than that is read.
 * A stated length that is too long is refused without reading anything.
 */
export async function readBodyWithin(request: Request, limitBytes: number): Promise<string | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limitBytes) {
    await request.body?.cancel();
    return null;
  }
  if (!request.body) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > limitBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}
