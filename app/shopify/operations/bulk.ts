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

const stagedTarget = z.object({
  url: z.string(),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** A place for the variables of a bulk mutation. */
export const stageVariables: Operation<{
  stagedUploadsCreate: {
    stagedTargets: z.infer<typeof stagedTarget>[] | null;
    userErrors: { message: string }[];
  } | null;
}> = {
  name: "stageVariables",
  isRepeatable: true,
  document: `mutation stageVariables {
    stagedUploadsCreate(input: [
      { resource: BULK_MUTATION_VARIABLES, filename: "variables.jsonl", mimeType: "text/jsonl", httpMethod: POST }
    ]) { stagedTargets { url parameters { name value } } userErrors { message } }
  }`,
  data: z.object({
    stagedUploadsCreate: z
      .object({
        stagedTargets: z.array(stagedTarget).nullable(),
        userErrors: z.array(z.object({ message: z.string() })),
      })
      .nullable(),
  }),
};

export const runBulkMutation: Operation<{
  bulkOperationRunMutation: {
    bulkOperation: { id: string } | null;
    userErrors: { code: string | null; message: string }[];
  } | null;
}> = {
  name: "runBulkMutation",
  document: `mutation runBulkMutation($mutation: String!, $path: String!) {
    bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path) {
      bulkOperation { id }
      userErrors { code message }
    }
  }`,
  data: z.object({
    bulkOperationRunMutation: z
      .object({
        bulkOperation: z.object({ id: z.string() }).nullable(),
        userErrors: z.array(z.object({ code: z.string().nullable(), message: z.string() })),
      })
      .nullable(),
  }),
};

const recent = z.object({ id: z.string(), status: bulkOperation.shape.status, query: z.string() });

/** The app's bulk mutations in the shop, the newest first. */
export const recentBulkMutations: Operation<{ bulkOperations: { nodes: z.infer<typeof recent>[] } }> = {
  name: "recentBulkMutations",
  document: `query recentBulkMutations {
    bulkOperations(first: 50, query: "operation_type:mutation", sortKey: CREATED_AT, reverse: true) {
      nodes { id status query }
    }
  }`,
  data: z.object({ bulkOperations: z.object({ nodes: z.array(recent) }) }),
};
