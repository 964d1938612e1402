import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useLocation, useNavigate } from "@remix-run/react";
import { z } from "zod";
import {
  forgetCalculation,
  readSavedCalculations,
  saveCalculation,
} from "../acquisition/saved-calculations.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { calculatorAddress, calculatorParameters } from "../ui/acquisition/calculator-address.ts";
import { CalculatorPage } from "../ui/acquisition/calculator-page.tsx";
import { readCalculatorAddress } from "../ui/acquisition/read-calculator-address.ts";
import type { CalculationAnswer } from "../ui/acquisition/use-saved-calculations.ts";
import { titled } from "../ui/page-title.ts";
import { readOwnFigures } from "../valuation/pages/own-figures.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const address = readCalculatorAddress(new URL(request.url).searchParams);
  const { db } = context.app;
  const [view, saved] = await Promise.all([readOwnFigures(db, shop), readSavedCalculations(db, shop)]);
  return { view, saved, address };
}

const change = z.discriminatedUnion("change", [
  z.object({
    change: z.literal("save"),
    // PostgreSQL has no character 0 in a text.
    name: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .regex(/^[^\0]+$/),
    parameters: z.string().max(8_000),
    replace: z.boolean(),
  }),
  z.object({ change: z.literal("delete"), id: z.uuid() }),
]);

/** Saves a calculation under a name, or deletes one. */
export async function action({ request, context: { app } }: ActionFunctionArgs): Promise<CalculationAnswer> {
  const { shop } = await requireShop(request, app);
  const given = change.safeParse(await request.json().catch(() => null));
  if (!given.success) throw new Response(null, { status: 400 });
  if (given.data.change === "delete") {
    await forgetCalculation(app.db, shop, given.data.id);
    return { change: "delete" };
  }
  const { name, replace } = given.data;
  const address = readCalculatorAddress(new URLSearchParams(given.data.parameters));
  if (!address.ok || address.asked === null) throw new Response(null, { status: 400 });
  const { asked } = address;
  const calculation = { name, calculator: asked.calculator, parameters: calculatorParameters(asked) };
  const outcome = await saveCalculation(app.db, shop, calculation, { replace, now: app.clock() });
  return { change: "save", outcome, name };
}

export const meta = titled("calculator.title");

/** The name under which what is opened was saved. */
const opened = z.object({ savedAs: z.string() });

export default function Calculator() {
  const { view, saved, address } = useLoaderData<typeof loader>();
  const location = useLocation();
  const navigate = useNavigate();
  return (
    <CalculatorPage
      // Its fields begin anew with what was opened.
      key={location.key}
      view={view}
      saved={saved}
      openedName={opened.safeParse(location.state).data?.savedAs ?? null}
      address={address}
      onOpen={({ name, parameters }) => navigate(calculatorAddress(parameters), { state: { savedAs: name } })}
    />
  );
}
