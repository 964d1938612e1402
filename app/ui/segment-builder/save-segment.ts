import type { FindChoices } from "./builder-context.ts";
import type { AskedSave, SaveRefusal } from "./builder-page.tsx";
import type { AskPreview } from "./use-preview.ts";

export type SaveAnswer = { readonly ok: true; readonly key: string } | ({ readonly ok: false } & SaveRefusal);

/** What is saved: a segment that exists, as it was seen, or a new one. */
export type Target =
  | { readonly key: string; readonly revision: number }
  | { readonly key: null; readonly templateKey: string | null };

async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

export const askPreview: AskPreview = (rule, day, signal) =>
  post("/app/segments/preview", { rule, day }, signal);

/** Whatever keeps it from being saved is an answer: what the merchant wrote stays on the page. */
export function saveSegment(target: Target, asked: AskedSave): Promise<SaveAnswer> {
  return post<SaveAnswer>("/app/segments/save", { ...target, ...asked }).catch(() => ({
    ok: false,
    reason: "failed",
  }));
}

export const findChoices: FindChoices = async (of, search, signal) => {
  const response = await fetch(`/app/segments/values?${new URLSearchParams({ of, q: search })}`, { signal });
  if (!response.ok) throw new Error(`The choices of ${of} were answered with ${response.status}`);
  return response.json();
};
