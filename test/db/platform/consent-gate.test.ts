import fc from "fast-check";
import { describe, expect } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { GATE_OUTCOME, LEFT_OUT_REASONS, MAY_BE_WRITTEN_TO } from "../../../app/platform/consent-gate.ts";
import { reasonToLeaveOut } from "../../oracle/consent-gate.ts";
import { test } from "../database.ts";

const states = [
  "SUBSCRIBED",
  "NOT_SUBSCRIBED",
  "PENDING",
  "UNSUBSCRIBED",
  "INVALID",
  "REDACTED",
  "NONE",
  "",
  "subscribed",
  "SUBSCRIBED ",
  "constructor",
  "A_STATE_TO_COME",
];
const anyText = fc
  .string({ unit: "binary", maxLength: 12 })
  .map((text) => text.replaceAll("\0", "").toWellFormed());
const label = fc
  .tuple(fc.constantFrom("a", "B", "0", "-", "é"), fc.integer({ min: 0, max: 70 }))
  .map(([sign, times]) => sign.repeat(times));
const address = fc.oneof(
  fc.emailAddress(),
  anyText,
  anyText.map((text) => `${text}@example.com`),
  anyText.map((text) => `someone@${text}.example`),
  fc.array(label, { maxLength: 6 }).map((labels) => `someone@${labels.join(".")}`),
  fc.constantFrom(254, 255).map((length) => "@b.example".padStart(length, "a")),
  fc.constantFrom("", " ", "a@b", "a@b.c", "a@b.c\n", "a@b.c\r", "a b@c.de", "@c.de", "a@c..de", "ı@c.de"),
);
const person = fc.record({
  known: fc.constantFrom(true, true, true, false),
  deleted: fc.constantFrom(false, false, false, true),
  email: fc.option(address, { nil: null }),
  email_marketing_state: fc.option(fc.constantFrom("SUBSCRIBED", "SUBSCRIBED", ...states), { nil: null }),
});

describe("the consent gate", () => {
  test("a person's own row is judged as the plain definition says, and reachable is exactly who it lets go", async ({
    db,
  }) => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 40, size: "max" }), async (people) => {
        const stored = people.map(({ known, deleted, ...rest }, at) => ({
          ...rest,
          at,
          customer_id: known ? at + 1 : null,
          deleted_at: deleted ? "2024-01-01T00:00:00Z" : null,
        }));
        const decided = await rows<{ outcome: string; reachable: boolean | null }>(
          db.pool,
          `select ${GATE_OUTCOME} as outcome, ${MAY_BE_WRITTEN_TO} as reachable
           from json_to_recordset($1) as c(at int, customer_id bigint, deleted_at timestamptz, email text, email_marketing_state text)
           order by at`,
          [JSON.stringify(stored)],
        );
        const expected = people.map(({ known, deleted, ...rest }) => {
          const outcome = reasonToLeaveOut({ alive: known && !deleted, ...rest }) ?? "INCLUDED";
          seen.add(outcome);
          return { outcome, reachable: outcome === "INCLUDED" };
        });
        expect(decided).toEqual(expected);
      }),
      { numRuns: 200 },
    );
    // What the row alone does not say.
    const others = ["SHARED_ADDRESS", "WAITING"];
    expect([...seen, ...others].sort()).toEqual([...LEFT_OUT_REASONS, "INCLUDED"].sort());
  });

  test("only a living subscriber with a usable address may be written to", () => {
    const someone = { alive: true, email: "a@b.example", email_marketing_state: "SUBSCRIBED" };
    expect(reasonToLeaveOut(someone)).toBeNull();
    expect(reasonToLeaveOut({ ...someone, alive: false })).toBe("ERASED");
    expect(reasonToLeaveOut({ ...someone, email: null })).toBe("NO_ADDRESS");
    expect(reasonToLeaveOut({ ...someone, email: "a@b" })).toBe("MALFORMED_ADDRESS");
    expect(reasonToLeaveOut({ ...someone, email: "@b.example".padStart(254, "a") })).toBeNull();
    for (const state of states.filter((state) => state !== "SUBSCRIBED"))
      expect(reasonToLeaveOut({ ...someone, email_marketing_state: state }), state).not.toBeNull();
  });
});
