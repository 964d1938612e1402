export type EmbeddedPostgresProblem =
  | "binaries_missing"
  | "unsupported_platform"
  | "in_use"
  | "other_major_version"
  | "port_in_use"
  | "no_permission"
  | "disk_full"
  | "password_lost"
  | "start_failed"
  | "stop_failed";

/** The embedded server cannot run; `message` names what was found and what to do about it. */
export class EmbeddedPostgresError extends Error {
  readonly problem: EmbeddedPostgresProblem;

  constructor(problem: EmbeddedPostgresProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmbeddedPostgresError";
    this.problem = problem;
  }
}

/** Turns the operating system's refusal to use a file or folder into an error that says what to do. */
export function fileProblem(error: unknown, path: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new EmbeddedPostgresError("disk_full", `No space left on the disk that holds ${path}.`, {
      cause: error,
    });
  }
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code)) {
    return new EmbeddedPostgresError(
      "no_permission",
      `The embedded database cannot write to ${path} (${code}). Make the folder writable for this user, or choose another data folder.`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError("start_failed", `The embedded database cannot use ${path}: ${reason}`, {
    cause: error,
  });
}
