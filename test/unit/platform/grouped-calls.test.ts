import fc from "fast-check";
import { expect, test } from "vitest";
import { GroupedCalls } from "../../../app/platform/grouped-calls.ts";

test("a call alone goes at once; those that come meanwhile go together, in their order, no more than the most", async () => {
  const groups: number[][] = [];
  const gates: (() => void)[] = [];
  const calls = new GroupedCalls<number, string>(async (items) => {
    groups.push([...items]);
    await new Promise<void>((open) => gates.push(open));
    return items.map((item) => `answer ${item}`);
  }, 3);
  const answers = [1, 2, 3, 4, 5].map((item) => calls.call(item));
  expect(groups).toEqual([[1]]);
  gates.shift()?.();
  expect(await answers[0]).toBe("answer 1");
  expect(groups).toEqual([[1], [2, 3, 4]]);
  gates.shift()?.();
  expect(await Promise.all(answers.slice(0, 4))).toHaveLength(4);
  gates.shift()?.();
  expect(await answers[4]).toBe("answer 5");
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
});

test("every call gets the result of its own item, whenever it came; one that failed takes along only its group", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: -1, max: 1_000 })), { maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      async (waves, most) => {
        const calls = new GroupedCalls<number, number>(async (items) => {
          expect(items.length).toBeLessThanOrEqual(most);
          await Promise.resolve();
          if (items.includes(-1)) throw new Error(items.join());
          return items.map((item) => item * 2);
        }, most);
        const asked: [item: number, Promise<number>][] = [];
        for (const wave of waves) {
          for (const item of wave) asked.push([item, calls.call(item)]);
          await Promise.resolve();
        }
        const settled = await Promise.allSettled(asked.map(([, answer]) => answer));
        for (const [place, result] of settled.entries()) {
          const item = asked[place]?.[0] ?? 0;
          if (result.status === "fulfilled") expect(result.value).toBe(item * 2);
          else expect(String(result.reason).replace("Error: ", "").split(",")).toContain(String(item));
          if (item === -1) expect(result.status).toBe("rejected");
        }
      },
    ),
  );
});

test("a run may answer with promises, one of which fails alone and none of which keeps the next run waiting", async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const calls = new GroupedCalls<number, number>(
    async (items) =>
      items.map((item) => (item === 1 ? promise : item === 2 ? Promise.reject(new Error("two")) : item)),
    3,
  );
  const late = calls.call(1);
  const others = [calls.call(2), calls.call(3)];
  expect(await Promise.allSettled(others)).toMatchObject([{ status: "rejected" }, { value: 3 }]);
  expect(await calls.call(4)).toBe(4);
  resolve(10);
  expect(await late).toBe(10);
});

test("a run that answers with too few results is an error of all of its calls", async () => {
  const calls = new GroupedCalls<number, number>(async () => [], 3);
  await expect(calls.call(1)).rejects.toThrow("0 results for 1 calls");
});
