import { CustomerPage } from "../../../app/ui/customer/customer-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import {
  averageCustomer,
  dormantCustomer,
  fullCustomer,
  negativeCustomer,
  oneOrderCustomer,
  prospect,
} from "../views/customer.ts";

export const page: GalleryPage = {
  name: "customer",
  path: "/app/customers/7100221340",
  states: {
    loading: () => <PageSkeleton backAction figures={3} lines={12} />,
    prospect: () => <CustomerPage view={prospect} />,
    learning: () => <CustomerPage view={oneOrderCustomer} />,
    dormant: () => <CustomerPage view={dormantCustomer} />,
    negative: () => <CustomerPage view={negativeCustomer} />,
    average: () => <CustomerPage view={averageCustomer} />,
    full: () => <CustomerPage view={fullCustomer} />,
  },
};
