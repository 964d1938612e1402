import type { CustomerSegments } from "../../../app/segments/membership/history.ts";
import type { BasisChoice } from "../../../app/ui/basis/basis-bar.tsx";
import { CustomerPage } from "../../../app/ui/customer/customer-page.tsx";
import { TakenOutPage } from "../../../app/ui/customer/taken-out-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import { SingleReadingProvider } from "../../../app/ui/states/still-reading.tsx";
import type { GalleryPage } from "../registry.ts";
import {
  averageCustomer,
  contributionCustomer,
  dormantCustomer,
  fullCustomer,
  negativeCustomer,
  oneOrderCustomer,
  prospect,
} from "../views/customer.ts";
import { answerWhy } from "../views/person-why.ts";
import { singleReading } from "../views/reading.ts";
import { OWN } from "../views/segments.ts";

const segments: CustomerSegments = {
  memberOf: [
    { segment: { key: OWN, name: "Regulars from Gent" }, since: "2026-03-28T02:21:00Z", isFromStart: false },
    { segment: { key: "vip", name: null }, since: "2026-01-01T02:21:00Z", isFromStart: true },
  ],
  others: [
    { key: "at_risk_high_value", name: null },
    { key: "lapsed", name: null },
    { key: "champions", name: null },
  ],
  calculating: [],
  uncounted: [],
};

/** The shop's own rule was changed just now. */
const calculating: CustomerSegments = {
  memberOf: segments.memberOf.slice(1),
  others: [],
  calculating: [{ key: OWN, name: "Regulars from Gent" }],
  uncounted: [{ key: OWN, name: "Orders beyond all numbers" }],
};

const still: BasisChoice = { choosing: null, choose: () => {} };

export const page: GalleryPage = {
  name: "customer",
  path: "/app/customers/7100221340",
  states: {
    loading: () => <PageSkeleton backAction figures={3} lines={12} />,
    prospect: () => (
      <CustomerPage view={prospect} segments={segments} askWhy={answerWhy} basisChoice={still} />
    ),
    learning: () => (
      <CustomerPage view={oneOrderCustomer} segments={segments} askWhy={answerWhy} basisChoice={still} />
    ),
    dormant: () => (
      <CustomerPage view={dormantCustomer} segments={segments} askWhy={answerWhy} basisChoice={still} />
    ),
    negative: () => (
      <CustomerPage view={negativeCustomer} segments={segments} askWhy={answerWhy} basisChoice={still} />
    ),
    taken_out: () => (
      <TakenOutPage
        customer={{
          customerId: 7_100_221_340,
          name: "Marketplace",
          address: "orders@marketplace.example.com",
        }}
      />
    ),
    average: () => (
      <CustomerPage view={averageCustomer} segments={calculating} askWhy={answerWhy} basisChoice={still} />
    ),
    reading: () => (
      <SingleReadingProvider value={singleReading}>
        <CustomerPage view={fullCustomer} segments={segments} askWhy={answerWhy} basisChoice={still} />
      </SingleReadingProvider>
    ),
    contribution: () => (
      <CustomerPage view={contributionCustomer} segments={segments} askWhy={answerWhy} basisChoice={still} />
    ),
    full: () => (
      <CustomerPage view={fullCustomer} segments={segments} askWhy={answerWhy} basisChoice={still} />
    ),
  },
};
