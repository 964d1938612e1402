import { z } from "zod";
import type { Operation } from "../admin-client.ts";

const BULK = "id status errorCode objectCount rootObjectCount fileSize url partialDataUrl";

/** Shopify sends these counts as text. */
const count = z.union([z.string().regex(/^\d+$/).transform(Number), z.number().int()]);

export const bulkOperation = z.object({
  id: z.string(),
  status: z.enum(["CREATED", "RUNNING", "COMPLETED", "FAILED", "CANCELING", "CANCELED", "EXPIRED"]),
  errorCode: z.string().nullable(),
  objectCount: count,
  rootObjectCount: count,
  fileSize: count.nullable(),
  url: z.string().nullable(),
  partialDataUrl: z.string().nullable(),
});
export type BulkOperation = z.infer<typeof bulkOperation>;

export interface StartedBulk {
  bulkOperationRunQuery: {
    bulkOperation: { id: string; createdAt: string } | null;
    userErrors: { code: string | null; message: string }[];
  };
}

export const runBulkQuery: Operation<StartedBulk> = {
  name: "runBulkQuery",
  document: `mutation runBulkQuery($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation { id createdAt }
      userErrors { code message }
    }
  }`,
  data: z.object({
    bulkOperationRunQuery: z.object({
      bulkOperation: z.object({ id: z.string(), createdAt: z.iso.datetime() }).nullable(),
      userErrors: z.array(z.object({ code: z.string().nullable(), message: z.string() })),
    }),
  }),
};

export const readBulkOperation: Operation<{ bulkOperation: BulkOperation | null }> = {
  name: "readBulkOperation",
  document: `query readBulkOperation($id: ID!) { bulkOperation(id: $id) { ${BULK} } }`,
  data: z.object({ bulkOperation: bulkOperation.nullable() }),
};

export const cancelBulkOperation: Operation<unknown> = {
  name: "cancelBulkOperation",
  document: `mutation cancelBulkOperation($id: ID!) {
    bulkOperationCancel(id: $id) { bulkOperation { id status } userErrors { message } }
  }`,
  data: z.unknown(),
};
