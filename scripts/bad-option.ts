const MOST = 1_000_000;

/** An argument of a command that cannot be used, with what would be right. */
export class BadOption extends Error {}

/** A whole number of an option. Throws BadOption for anything else, and where it is less than `least`. */
export function countOption(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= MOST) return value;
  throw new BadOption(`--${name} ${text}: it has to be a whole number from ${least} to ${MOST}`);
}

/** Runs a command to its exit code: with --help it prints its usage, and an option that cannot be used ends it with 2. */
export async function runCommand<Options extends { readonly help: boolean }>(
  usage: string,
  readOptions: () => Options,
  command: (options: Options) => Promise<number>,
): Promise<void> {
  try {
    const options = readOptions();
    if (options.help) console.log(usage);
    else process.exitCode = await command(options);
  } catch (error) {
    if (!(error instanceof BadOption)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
}
