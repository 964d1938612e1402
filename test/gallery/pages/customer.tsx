import { CustomerPage } from "../../../app/ui/customer/customer-page.tsx";
import { TakenOutPage } from "../../../app/ui/customer/taken-out-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import { SingleReadingProvider } from "../../../app/ui/states/still-reading.tsx";
import type { GalleryPage } from "../registry.ts";
import {
  averageCustomer,
  dormantCustomer,
  fullCustomer,
  negativeCustomer,
  oneOrderCustomer,
  prospect,
} from "../views/customer.ts";
import { singleReading } from "../views/reading.ts";

export const page: GalleryPage = {
  name: "customer",
  path: "/app/customers/7100221340",
  states: {
    loading: () => <PageSkeleton backAction figures={3} lines={12} />,
    prospect: () => <CustomerPage view={prospect} />,
    learning: () => <CustomerPage view={oneOrderCustomer} />,
    dormant: () => <CustomerPage view={dormantCustomer} />,
    negative: () => <CustomerPage view={negativeCustomer} />,
    taken_out: () => (
      <TakenOutPage
        customer={{
          customerId: 7_100_221_340,
          name: "Marketplace",
          address: "orders@marketplace.example.com",
        }}
      />
    ),
    average: () => <CustomerPage view={averageCustomer} />,
    reading: () => (
      <SingleReadingProvider value={singleReading}>
        <CustomerPage view={fullCustomer} />
      </SingleReadingProvider>
    ),
    full: () => <CustomerPage view={fullCustomer} />,
  },
};
