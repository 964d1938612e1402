/** The program that started this one with an IPC channel, as the demo does; absent when started by hand. */
export interface Parent {
  tell(message: Readonly<Record<string, unknown>>): void;
}

/** Answers the parent's questions and calls `stop` when it goes away, so that this program never outlives it. */
export function connectParent(stop: () => void): Parent {
  if (!process.send) return { tell: () => {} };
  process.on("message", (message) => {
    if (typeof message === "object" && message && "type" in message && message.type === "memory") {
      process.send?.({ type: "memory", peakRssBytes: process.resourceUsage().maxRSS * 1024 });
    }
  });
  process.once("disconnect", stop);
  return { tell: (message) => process.connected && process.send?.(message) };
}
