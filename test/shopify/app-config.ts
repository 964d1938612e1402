import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { z } from "zod";

const toml = z.object({
  name: z.string(),
  access_scopes: z.object({ scopes: z.string(), optional_scopes: z.array(z.string()).default([]) }),
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z
      .array(
        z.object({
          topics: z.array(z.string()).default([]),
          compliance_topics: z.array(z.string()).default([]),
          uri: z.string(),
        }),
      )
      .default([]),
  }),
});

/** What Shopify knows of the app from its `shopify.app.toml`. */
export interface AppConfig {
  name: string;
  scopes: string[];
  /** What the app may ask a merchant for later. */
  optionalScopes: string[];
  apiVersion: string;
  /** Topic to the path or URL that it is sent to. */
  subscriptions: Map<string, string>;
}

export function readAppConfig(file: URL = new URL("../../shopify.app.toml", import.meta.url)): AppConfig {
  const app = toml.parse(parse(readFileSync(file, "utf8")));
  const subscriptions = new Map<string, string>();
  for (const one of app.webhooks.subscriptions)
    for (const topic of [...one.topics, ...one.compliance_topics]) subscriptions.set(topic, one.uri);
  return {
    name: app.name,
    scopes: app.access_scopes.scopes.split(",").map((scope) => scope.trim()),
    optionalScopes: app.access_scopes.optional_scopes,
    apiVersion: app.webhooks.api_version,
    subscriptions,
  };
}
