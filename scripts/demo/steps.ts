import type { WriteStream } from "node:tty";

/** What the demo is doing, a line a step, with the seconds that it took. */
export interface Steps {
  run<T>(name: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>;
}

const FRAME_MS = 120;

export function createSteps(out: WriteStream): Steps {
  return {
    async run(name, work) {
      const startedAt = performance.now();
      const seconds = () => ((performance.now() - startedAt) / 1_000).toFixed(1);
      let detail = "";
      const draw = (end: string) => {
        const text = `  ${name}${detail && ` (${detail})`} ${seconds()} s`;
        out.write(out.isTTY ? `\r\u001b[K${text}${end}` : `${text}${end}`);
      };
      const timer = out.isTTY ? setInterval(() => draw(""), FRAME_MS) : undefined;
      try {
        const result = await work((text) => {
          detail = text;
        });
        draw("\n");
        return result;
      } catch (error) {
        draw(" - failed\n");
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
