/** An argument of a command that cannot be used, with what would be right. */
export class BadOption extends Error {}
