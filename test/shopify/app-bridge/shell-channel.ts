import {
  type AppMessage,
  type AppMessageOf,
  enveloped,
  readShellMessage,
  type ShellMessage,
} from "./messages.ts";

export interface ShellChannel {
  send(message: AppMessage): void;
  /** The shell's answer, unparsed. Errors: the shell's own words. */
  ask(what: AppMessageOf<"request">["what"], scopes?: string[]): Promise<unknown>;
  onMessage(listener: (message: Exclude<ShellMessage, { type: "reply" }>) => void): void;
}

/** Talks only to the window that frames this page, and only while that window is at `shellOrigin`. */
export function openShellChannel(shellOrigin: string): ShellChannel {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners: ((message: Exclude<ShellMessage, { type: "reply" }>) => void)[] = [];
  let lastId = 0;

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== shellOrigin) return;
    const message = readShellMessage(event.data);
    if (!message) return;
    if (message.type !== "reply") {
      for (const listener of listeners) listener(message);
      return;
    }
    const question = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) question?.resolve(message.value);
    else question?.reject(new Error(message.error));
  });

  const send = (message: AppMessage) => window.parent.postMessage(enveloped(message), shellOrigin);
  return {
    send,
    ask(what, scopes) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        send({ type: "request", id, what, scopes });
      });
    },
    onMessage: (listener) => listeners.push(listener),
  };
}
