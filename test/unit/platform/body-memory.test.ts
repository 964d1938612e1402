import { expect, test } from "vitest";
import { BodyMemory } from "../../../app/platform/request-body.ts";

function aBody() {
  const body = { bytes: 0, isWhole: false, givenUp: false, giveUp: () => {} };
  body.giveUp = () => {
    body.givenUp = true;
  };
  return body;
}

test("beyond the limit the largest body that is still on its way goes, and one that is in use stays", () => {
  const memory = new BodyMemory(100);
  const [inUse, large, small] = [aBody(), aBody(), aBody()];
  memory.add(inUse, 60);
  inUse.isWhole = true;
  memory.add(large, 30);
  memory.add(small, 20);
  expect([inUse.givenUp, large.givenUp, small.givenUp]).toEqual([false, true, false]);
  expect(memory.bytes).toBe(80);
  memory.add(small, 30);
  expect([inUse.givenUp, small.givenUp, memory.bytes]).toEqual([false, true, 60]);
  memory.release(small);
  memory.release(inUse);
  expect(memory.bytes).toBe(0);
});
