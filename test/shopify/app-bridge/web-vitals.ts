interface WebVitalsMetric {
  id: string;
  name: "CLS" | "FCP" | "INP" | "LCP" | "TTFB";
  /** Milliseconds; CLS has no unit. */
  value: number;
}
type Callback = (report: { metrics: WebVitalsMetric[] }) => void | Promise<void>;

interface WebVitalsApi {
  onReport(callback: Callback | null): Promise<void>;
}

/**
 * Vitals of this document, reported each time the page is hidden, as final values are only known then. CLS is the sum
 * of all shifts (not the worst session window) and INP the worst interaction (not the 98th percentile): both
 * overstate, never understate.
 */
export function installWebVitals(): WebVitalsApi {
  const values = new Map<WebVitalsMetric["name"], number>();
  let callback: Callback | null = null;
  const observe = (type: string, take: (entry: PerformanceEntry) => void) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  };
  observe("navigation", (entry) => {
    if (entry instanceof PerformanceNavigationTiming) values.set("TTFB", entry.responseStart);
  });
  observe("paint", (entry) => {
    if (entry.name === "first-contentful-paint") values.set("FCP", entry.startTime);
  });
  observe("largest-contentful-paint", (entry) => values.set("LCP", entry.startTime));
  observe("layout-shift", (entry) => {
    const shift = "value" in entry && typeof entry.value === "number" ? entry.value : 0;
    const expected = "hadRecentInput" in entry && entry.hadRecentInput === true;
    values.set("CLS", (values.get("CLS") ?? 0) + (expected ? 0 : shift));
  });
  observe("event", (entry) => values.set("INP", Math.max(values.get("INP") ?? 0, entry.duration)));

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !callback) return;
    const metrics = [...values].map(([name, value]) => ({
      id: `${name}-${performance.timeOrigin}`,
      name,
      value,
    }));
    void callback({ metrics });
  });
  return {
    async onReport(next) {
      callback = next;
    },
  };
}
