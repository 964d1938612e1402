import type { LoaderFunctionArgs } from "@remix-run/node";

/** 200 when this process should get requests, 503 with the reason of each check when it should not. */
export async function loader({ context }: LoaderFunctionArgs) {
  const readiness = await context.app.health.readiness();
  return Response.json(readiness, { status: readiness.status === "ready" ? 200 : 503 });
}
