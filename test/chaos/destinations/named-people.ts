import { createHash } from "node:crypto";
import type { PassingRequest } from "./tool-door.ts";

/** Which of these addresses a request to a tool is about: as text, in its address too, or as Mailchimp writes them there. */
export function namedIn({ path, body }: PassingRequest, addresses: Iterable<string>): ReadonlySet<string> {
  const text = `${safelyDecoded(path)} ${body.toString("utf8")}`.toLowerCase();
  return new Set([...addresses].filter((address) => text.includes(address) || text.includes(md5(address))));
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

function safelyDecoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
