import type { FieldMap } from "../field.ts";
import { defineCatalog } from "./catalog.ts";
import { defineCustomers, defineJourneys } from "./customers.ts";
import { defineLedger } from "./ledger.ts";
import { defineMutations } from "./mutations.ts";
import { defineOrders } from "./orders.ts";
import { definePayments } from "./payments.ts";
import { defineRefunds } from "./refunds.ts";
import { defineRoot } from "./root.ts";
import { defineValues } from "./values.ts";

/** Every field that the local admin answers, by `Type.field`. What is not here is refused by name. */
export const fieldMap: FieldMap = new Map();

defineValues(fieldMap);
defineOrders(fieldMap);
defineRefunds(fieldMap);
definePayments(fieldMap);
defineLedger(fieldMap);
defineCustomers(fieldMap);
defineJourneys(fieldMap);
defineCatalog(fieldMap);
defineRoot(fieldMap);
defineMutations(fieldMap);
