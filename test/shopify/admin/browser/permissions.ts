import * as z from "zod/mini";
import { element } from "./element.ts";

type Ask = (what: "scopes" | "scopes/grant", scopes?: string[]) => Promise<unknown>;
const detail = z.object({
  granted: z.array(z.string()),
  required: z.array(z.string()),
  optional: z.array(z.string()),
});

/** Shows which access the app asks for, and grants it where the merchant agrees. What is granted already is not asked for again. */
export async function askMerchant(scopes: string[], ask: Ask): Promise<unknown> {
  const now = detail.parse(await ask("scopes"));
  const missing = scopes.filter((scope) => !now.granted.includes(scope));
  const undeclared = missing.filter((scope) => ![...now.required, ...now.optional].includes(scope));
  if (undeclared.length > 0) throw new Error(`the app does not declare ${undeclared.join(", ")}`);
  if (missing.length === 0) return { result: "granted-all", detail: now };
  if (!(await agrees(missing))) return { result: "declined-all", detail: now };
  return { result: "granted-all", detail: detail.parse(await ask("scopes/grant", missing)) };
}

function agrees(scopes: string[]): Promise<boolean> {
  const dialog = element("permissions", HTMLDialogElement);
  element("permissions-list", HTMLUListElement).replaceChildren(
    ...scopes.map((scope) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("code"), { textContent: scope }));
      return item;
    }),
  );
  dialog.returnValue = "decline";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "grant"), { once: true });
  });
}
