import type { AdminClient } from "./admin-client.ts";
import { AdminUnavailable, UnexpectedAnswer } from "./errors.ts";
import { stageVariables } from "./operations/bulk.ts";

const WITHIN_MS = 120_000;

/**
 * Uploads the variables of a bulk mutation to where Shopify says, and returns the path by which the mutation names them. All of Shopify's
 * parameters go first and the file last: shopify.dev/docs/api/usage/bulk-operations/imports. Throws AdminUnavailable, UnexpectedAnswer.
 */
export async function uploadVariables(
  admin: AdminClient,
  fetchUpload: typeof fetch,
  file: Blob,
  signal: AbortSignal,
): Promise<string> {
  const { data } = await admin.query(stageVariables, {}, signal);
  const target = data.stagedUploadsCreate?.stagedTargets?.[0];
  const key = target?.parameters.find(({ name }) => name === "key")?.value;
  if (!target || key === undefined)
    throw new UnexpectedAnswer(stageVariables.name, "there is no place to upload to");
  const form = new FormData();
  for (const { name, value } of target.parameters) form.append(name, value);
  form.append("file", file, "variables.jsonl");
  let response: Response;
  try {
    response = await fetchUpload(target.url, {
      method: "POST",
      body: form,
      signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
    });
    await response.body?.cancel();
  } catch (error) {
    signal.throwIfAborted();
    throw new AdminUnavailable("The upload for a bulk mutation broke off", null, { cause: error });
  }
  if (!response.ok)
    throw new AdminUnavailable(
      `The upload for a bulk mutation was answered with ${response.status}`,
      response.status,
    );
  return key;
}
