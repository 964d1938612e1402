import { useEffect, useState } from "react";

export interface Answered<Data> {
  /** Null until there is an answer. */
  readonly data: Data | null;
  readonly isFailed: boolean;
  readonly isAsking: boolean;
  readonly again: () => void;
}

/**
 * Asks a route of the app for its answer; null asks nothing. Not by a fetcher of Remix: one that is left while it looks for its route, as by
 * the browser's way back, ends in a page that is not found, and one without an answer ends the whole page.
 */
export function useAnswer<Data>(url: string | null): Answered<Data> {
  const [times, setTimes] = useState(0);
  const asked = url === null ? null : `${times} ${url}`;
  const [answer, setAnswer] = useState<{ readonly to: string; readonly data: Data | null } | null>(null);
  useEffect(() => {
    if (url === null || asked === null) return;
    const leaving = new AbortController();
    const ask = async (): Promise<Data | null> => {
      const response = await fetch(url, { signal: leaving.signal });
      return response.ok ? await response.json() : null;
    };
    ask().then(
      (data) => setAnswer({ to: asked, data }),
      () => {
        if (!leaving.signal.aborted) setAnswer({ to: asked, data: null });
      },
    );
    return () => leaving.abort();
  }, [url, asked]);
  const isAnswered = answer !== null && answer.to === asked;
  return {
    data: isAnswered ? answer.data : null,
    isFailed: isAnswered && answer.data === null,
    isAsking: asked !== null && !isAnswered,
    again: () => setTimes((before) => before + 1),
  };
}
