import { errorFields } from "../../platform/log.ts";
import { type ToolHost, ToolUnavailable } from "../tool.ts";

const LARGEST_REPORT_BYTES = 200_000_000;

/**
 * A file that a tool's answer points to, at another host and without the key. Null where the address is none that a tool can mean: only https, and
 * with a local tool only the machine itself.
 */
export async function fetchReport(
  host: ToolHost,
  address: string,
  signal: AbortSignal,
): Promise<Buffer | null> {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isAllowed = host.baseUrl === null ? isPublic(url) : url.hostname === "127.0.0.1";
  if (!isAllowed) return null;
  try {
    const response = await host.fetch(url, {
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(host.answerMs)]),
    });
    if (!response.ok) throw new ToolUnavailable(`a report answers ${response.status}`);
    const chunks: Uint8Array[] = [];
    const reader = response.body?.getReader();
    for (let bytes = 0, part = await reader?.read(); part?.value; part = await reader?.read()) {
      bytes += part.value.length;
      if (bytes > LARGEST_REPORT_BYTES) {
        await reader?.cancel();
        return null;
      }
      chunks.push(part.value);
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof ToolUnavailable) throw cause;
    const { error } = errorFields(cause);
    throw new ToolUnavailable(`no report (${String(error)})`, { cause });
  }
}

/** A name, never an address of a network: an answer of the tool must not make this server ask its own neighbours. */
function isPublic({ protocol, hostname, port }: URL): boolean {
  return (
    protocol === "https:" &&
    port === "" &&
    /\.[a-z]{2,}$/.test(hostname) &&
    !hostname.endsWith(".local") &&
    !hostname.endsWith(".internal")
  );
}
