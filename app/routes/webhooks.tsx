import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerWebhook } from "../sync/live/webhook-intake.ts";

export async function action({ request, context }: ActionFunctionArgs) {
  return answerWebhook(context.app, request);
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answerWebhook(context.app, request);
}
