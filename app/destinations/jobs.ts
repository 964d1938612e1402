export async function registerDestinationJobs(_runtime: unknown): Promise<void> {}
