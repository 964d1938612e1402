import fc from "fast-check";
import sql from "sql-template-tag";
import { expect } from "vitest";
import { CHANNEL_TABLE, campaignKey, channelOf } from "../../../app/clv/acquisition/channel.ts";
import { rows } from "../../../app/db/client.ts";
import { campaignKeyOf, channelsOf } from "../../../app/db/queries/valuation/acquisition.ts";
import { test } from "../database.ts";

const text = fc.oneof(
  fc.constant(null),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((value) => value.replaceAll("\0", "")),
  fc.string({ unit: "grapheme", minLength: 90, maxLength: 400 }).map((value) => value.replaceAll("\0", "")),
  fc.constantFrom(
    "",
    " ~ ",
    "Google",
    "GOOGLE_ADS",
    " fb",
    "Instagram",
    "klaviyo",
    "email",
    "cpc",
    "social",
    "Organic",
    "affiliate",
    "Ärger",
    "İ",
    "a+b_c - d",
  ),
);
const { sources, mediums, unpaidMediums } = CHANNEL_TABLE;
/** Mostly what the table has, so that its lines meet one another. */
const term = (...known: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: text });
const source = term(...Object.values(sources).flat());
const medium = term(...Object.values(mediums).flat(), ...unpaidMediums, "cpc");
const visits = fc.array(fc.record({ source, medium, campaign: text, saleChannel: text }), {
  minLength: 1,
  maxLength: 40,
});

test("the channel and campaign of an order are the same in the database and in memory", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(visits, async (all) => {
      const given = JSON.stringify(
        all.map(({ source, medium, campaign, saleChannel }, at) => ({
          at,
          source,
          medium,
          campaign,
          sold: saleChannel,
        })),
      );
      const table = sql`(select at, source as first_visit_utm_source, medium as first_visit_utm_medium,
          campaign as first_visit_utm_campaign, sold as channel
        from jsonb_to_recordset(${given}::jsonb) r(at int, source text, medium text, campaign text, sold text))`;
      const found = await rows<{ channel: string; campaign: string }>(
        db.pool,
        sql`select channel, campaign from (
            ${channelsOf(table, sql`at, ${campaignKeyOf(sql`first_visit_utm_campaign`)} as campaign`)}
          ) named order by at`,
      );
      expect(found).toEqual(
        all.map((visit) => ({ channel: channelOf(visit), campaign: campaignKey(visit.campaign) })),
      );
    }),
    { numRuns: 150 },
  );
});
