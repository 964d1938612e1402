import type { Dimension, WonRow } from "../../acquisition/won-view.ts";
import type { Basis } from "../../clv/acquisition/amount.ts";
import { MILLION } from "../../clv/acquisition/amount.ts";
import type { LaterSale } from "../../clv/acquisition/funnel.ts";
import type { WonResult } from "../../clv/acquisition/won-customers.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";
import { calculatorAddress, calculatorParameters } from "./calculator-address.ts";
import { channelName, clipped } from "./channel-name.ts";

/** Where customers came from, as people call it. */
export function sourceName(
  dimension: Dimension,
  row: Pick<WonRow, "channel" | "key" | "title">,
  t: Translate,
  format: Format,
): string {
  const { channel, key, title } = row;
  switch (dimension) {
    case "channel":
      return clipped(channelName(key, t));
    case "campaign":
      return `${clipped(key === "" ? t("acquisition.none.campaign") : key)} · ${clipped(channelName(channel, t))}`;
    case "code":
      return key === "" ? t("acquisition.none.code") : clipped(key);
    case "country":
      return key === "" ? t("acquisition.none.country") : format.country(key);
    case "product":
      if (key === "") return t("acquisition.none.product");
      return title === null ? t("acquisition.product.gone", { id: key }) : clipped(title);
  }
}

export const ofCustomer = (minor: number | null, { customers }: WonResult): number | null =>
  minor === null || customers === 0 ? null : minor / customers;

/** The calculator with these figures in its fields: spend, customers, first order, what followed so far and what is expected. */
export function calculatorWith(
  result: WonResult,
  basis: Basis,
  target: { ratio: number; months: number },
): string {
  const whole = (minor: number | null) => Math.max(0, Math.round(minor ?? 0));
  const later = (minor: number | null, origin: LaterSale["origin"]): LaterSale[] =>
    whole(minor) === 0
      ? []
      : [
          {
            buyers: { by: "rate", ppm: MILLION },
            amount: { minor: whole(minor), basis },
            afterMonths: null,
            range: null,
            origin,
          },
        ];
  const first = ofCustomer(result.firstMinor, result);
  return calculatorAddress(
    calculatorParameters({
      calculator: "funnel",
      funnel: {
        spendMinor: result.spendMinor,
        ownTime: { hours: 0, rateMinor: 0 },
        reached: null,
        leads: null,
        customers: { by: "count", count: result.customers },
        first: { minor: whole(first), basis },
        later: [
          ...later(ofCustomer(result.realisedMinor - result.firstMinor, result), "so_far"),
          ...later(ofCustomer(result.expectedMinor, result), "expected"),
        ],
        marginPpm: null,
        targetRatio: target.ratio,
        cashBackMonths: target.months,
      },
    }),
  );
}
