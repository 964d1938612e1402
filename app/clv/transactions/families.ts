import { betaGeometricFamily } from "./beta-geometric/family.ts";
import type { FamilyName, TransactionFamily } from "./family.ts";
import { nbdFamily } from "./nbd.ts";
import { paretoNbdFamily } from "./pareto-nbd/family.ts";

const byName: Record<FamilyName, TransactionFamily> = {
  nbd: nbdFamily,
  bg_nbd: betaGeometricFamily("bg_nbd", { k: 1, e: 0 }),
  mbg_nbd: betaGeometricFamily("mbg_nbd", { k: 1, e: 1 }),
  pareto_nbd: paretoNbdFamily,
  bg_cnbd_k2: betaGeometricFamily("bg_cnbd_k2", { k: 2, e: 0 }),
  bg_cnbd_k3: betaGeometricFamily("bg_cnbd_k3", { k: 3, e: 0 }),
  mbg_cnbd_k2: betaGeometricFamily("mbg_cnbd_k2", { k: 2, e: 1 }),
  mbg_cnbd_k3: betaGeometricFamily("mbg_cnbd_k3", { k: 3, e: 1 }),
};

/** All families, simpler ones first: this order decides ties. */
export const TRANSACTION_FAMILIES: readonly TransactionFamily[] = Object.values(byName);

export function transactionFamily(name: FamilyName): TransactionFamily {
  return byName[name];
}

export function isFamilyName(name: unknown): name is FamilyName {
  return typeof name === "string" && Object.hasOwn(byName, name);
}
