import { afterAll, afterEach } from "vitest";
import { forgetConsole, judgeConsole } from "./quiet-console.ts";

// Runs before each file of tests; what it imports is loaded once in a process, and listens once.
forgetConsole();
afterEach(judgeConsole);
afterAll(judgeConsole);
