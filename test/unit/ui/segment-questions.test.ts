import fc from "fast-check";
import { expect, test } from "vitest";
import { FACT_OFFERS, type FactOffer } from "../../../app/segments/builder.ts";
import { rule } from "../../../app/segments/rule.ts";
import type { Asked } from "../../../app/ui/segment-builder/draft.ts";
import {
  askFact,
  badParameters,
  isOffered,
  operatorsOf,
  problemOf,
  withOperator,
} from "../../../app/ui/segment-builder/questions.ts";
import { anyCondition } from "../../builders/any-rule.ts";

const offerOf = (name: string): FactOffer => FACT_OFFERS.find((offer) => offer.name === name)!;

test("the builder can ask for every fact there is, with all that its conditions say beside the question", () => {
  expect(FACT_OFFERS.filter((offer) => !isOffered(offer)).map(({ name }) => name)).toEqual([]);
});

test("a condition that a rule can hold is finished, but for two ends the wrong way round", () => {
  fc.assert(
    fc.property(anyCondition, (condition) => {
      const problem = problemOf({ ...condition }, offerOf(condition.fact));
      if (problem === "order") expect(condition.is).toBe("between");
      else if (problem === "parameter") expect(condition).toHaveProperty("period.from");
      else expect(problem).toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

test("what is finished on the page can be read as a rule, whatever operator was chosen after which", () => {
  const steps = anyCondition.chain((condition) => {
    const offer = offerOf(condition.fact);
    const operators = fc.array(fc.constantFrom(...operatorsOf(offer)), { maxLength: 3 });
    return fc.tuple(fc.constantFrom({ ...condition }, askFact(offer)), fc.constant(offer), operators);
  });
  let finished = 0;
  fc.assert(
    fc.property(steps, ([first, offer, operators]) => {
      const asked = operators.reduce((before: Asked, is) => withOperator(before, is, offer), first);
      if (problemOf(asked, offer) !== null) return;
      finished += 1;
      expect(rule.safeParse(asked).error).toBeUndefined();
    }),
    { numRuns: 3_000 },
  );
  expect(finished).toBeGreaterThan(300);
});

test("what can be left open is finished without it, and what cannot is named", () => {
  const orders = offerOf("boughtOrders");
  const fresh = askFact(orders);
  expect(fresh).toEqual({ fact: "boughtOrders", of: { products: [] }, is: ">=" });
  expect(badParameters(fresh, orders)).toEqual(["of"]);
  const chosen = { ...fresh, of: { vendors: ["Ada"] }, value: 1 };
  expect(problemOf(chosen, orders)).toBeNull();
  expect(problemOf({ ...chosen, period: { lastDays: null } }, orders)).toBe("parameter");
  expect(problemOf({ ...chosen, of: { vendors: ["Ada"], types: ["Tea"] } }, orders)).toBe("parameter");
  const pair = offerOf("boughtThen");
  const first = { ...askFact(pair), first: { products: [1] } };
  expect(badParameters(first, pair)).toEqual(["later"]);
  expect(problemOf({ ...first, later: { types: ["Tea"] } }, pair)).toBeNull();
  expect(problemOf({ ...first, later: { types: ["Tea"] }, withinDays: 0 }, pair)).toBe("parameter");
  const member = offerOf("member");
  expect(problemOf(askFact(member), member)).toBe("parameter");
  expect(problemOf({ ...askFact(member), segment: "vip" }, member)).toBeNull();
});
