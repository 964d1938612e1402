import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

interface ScopeItem {
  type: "type" | "field";
  typeName: string;
  fieldName?: string;
  requiredAccess: string;
  offlineScopes: string[];
}

interface SchemaFile {
  data: IntrospectionQuery;
  offline_scopes: { items: ScopeItem[] };
}

export interface AccessRule {
  /** Any of them is enough. */
  scopes: string[];
  /** Shopify's own wording. */
  requiredAccess: string;
}

export interface AdminSchema {
  schema: GraphQLSchema;
  /** Keyed `Type` and `Type.field`; absent where no scope is asked for. */
  access: Map<string, AccessRule>;
}

let loaded: AdminSchema | undefined;

/** Shopify's own schema, read once and when first asked for (about 0.2 s). */
export function adminSchema(): AdminSchema {
  if (loaded) return loaded;
  const packed = readFileSync(new URL("../schema/admin_2026-10.json.gz", import.meta.url));
  const file: SchemaFile = JSON.parse(gunzipSync(packed).toString("utf8"));
  const access = new Map<string, AccessRule>();
  for (const item of file.offline_scopes.items)
    if (item.offlineScopes.length > 0)
      access.set(item.fieldName ? `${item.typeName}.${item.fieldName}` : item.typeName, {
        scopes: item.offlineScopes,
        requiredAccess: item.requiredAccess,
      });
  loaded = { schema: buildClientSchema(file.data, { assumeValid: true }), access };
  return loaded;
}
