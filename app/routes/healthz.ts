import type { LoaderFunctionArgs } from "@remix-run/node";

/** 200 when the database answers, 503 when it does not. */
export async function loader({ context }: LoaderFunctionArgs) {
  const alive = await context.app.health.isAlive();
  return alive
    ? Response.json({ status: "ok" })
    : Response.json({ status: "database unreachable" }, { status: 503 });
}
